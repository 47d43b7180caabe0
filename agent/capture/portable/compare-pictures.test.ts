import { expect, test } from "bun:test";
import { createFrame } from "../../../test/fakes/frames.ts";
import { changedBands, copyAsBgrx } from "./compare-pictures.ts";

const [WIDTH, HEIGHT] = [20, 50];

test("gives full-width bands around what differs, neighbours as one", () => {
  const before = Buffer.alloc(WIDTH * HEIGHT * 4, 7);
  const now = Buffer.from(before);
  expect(changedBands(before, now, WIDTH, HEIGHT)).toEqual([]);
  for (const row of [3, 17, 49]) now[row * WIDTH * 4 + 5] = 0;
  expect(changedBands(before, now, WIDTH, HEIGHT)).toEqual([
    { x: 0, y: 0, width: WIDTH, height: 32 },
    { x: 0, y: 48, width: WIDTH, height: 2 },
  ]);
});

test("turns R G B A into B G R X, wherever the picture lies in its memory", () => {
  for (const misaligned of [0, 1]) {
    const frame = createFrame(2, 1);
    const picture = Buffer.from(new ArrayBuffer(16), misaligned, 8);
    picture.set([1, 2, 3, 255, 4, 5, 6, 255]);
    copyAsBgrx(picture, frame, { x: 0, y: 0, width: 2, height: 1 });
    expect([...frame.memory.bytes]).toEqual([3, 2, 1, 0, 6, 5, 4, 0]);
  }
});
