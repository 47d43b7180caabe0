import { expect, test } from "bun:test";
import { createFrame, fillArea } from "../../test/fakes/frames.ts";
import { ScaledDown } from "./scale-down.ts";

const pixelsOf = ({ memory, width, height }: ScaledDown) =>
  new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, width * height);

test("an area of one colour keeps it at every size, edges included", () => {
  const frame = createFrame(101, 67, 0x0);
  fillArea(frame, { x: 10, y: 5, width: 83, height: 59 }, 0x123456);
  for (const factor of [2, 3, 4, 6, 8]) {
    const small = new ScaledDown().take(frame, { x: 10, y: 5, width: 83, height: 59 }, factor);
    expect([small.width, small.height]).toEqual([Math.ceil(83 / factor), Math.ceil(59 / factor)]);
    expect(new Set(pixelsOf(small))).toEqual(new Set([0x123456]));
  }
});

test("half of the size is the mean of each two by two, channel by channel", () => {
  const frame = createFrame(2, 2);
  frame.pixels.set([0xff0000, 0x00ff00, 0x0000ff, 0x000000]);
  const [mean = 0] = pixelsOf(new ScaledDown().take(frame, { x: 0, y: 0, width: 2, height: 2 }, 2));
  for (const shift of [16, 8, 0]) expect(Math.abs(((mean >> shift) & 255) - 64)).toBeLessThanOrEqual(1);
});
