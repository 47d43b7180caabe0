import { afterAll, expect, test } from "bun:test";
import { ENCODING, type Rect } from "../../protocol/binary/framebuffer-update.ts";
import { createFrame, fillArea, paintArea, paintNoise, paintText, type TestFrame } from "../../test/fakes/frames.ts";
import { PictureViewer } from "../../test/fakes/picture-viewer.ts";
import type { Area } from "../capture/area.ts";
import { RectEncoder } from "./encode-rect.ts";
import { createJpegEncoder } from "./jpeg-encoder.ts";
import { loadWasmJpeg } from "./wasm-jpeg.ts";

const SIZE = { width: 300, height: 220 };
const MEDIUM = { quality: 75, isFullColour: false };
const rects = new RectEncoder(await createJpegEncoder());
afterAll(() => rects.release());

async function shown(rect: Rect): Promise<PictureViewer> {
  const viewer = new PictureViewer();
  await viewer.apply({ flags: 0, stream: 1, frame: 1, capturedAtMs: 0, ...SIZE, rects: [rect] });
  return viewer;
}

/** Largest difference of a channel within the area. */
function error(viewer: PictureViewer, frame: TestFrame, area: Area): number {
  let worst = 0;
  paintArea(frame, area, (x, y) => {
    const at = (area.y + y) * frame.width + area.x + x;
    for (let channel = 0; channel < 3; channel++) {
      const [is, was] = [viewer.pixels[at * 4 + channel] ?? 0, frame.memory.bytes[at * 4 + channel] ?? 0];
      worst = Math.max(worst, Math.abs(is - was));
    }
    return frame.pixels[at] ?? 0;
  });
  return worst;
}

function smoothPicture(): TestFrame {
  const frame = createFrame(SIZE.width, SIZE.height);
  paintArea(frame, { x: 0, y: 0, ...SIZE }, (x, y) => {
    const [red, green, blue] = [x / SIZE.width, y / SIZE.height, (x + y) / (SIZE.width + SIZE.height)];
    const grain = ((x * 7_919 + y * 104_729) % 9) - 4;
    return ((red * 200 + 20 + grain) << 16) | ((green * 200 + 20 + grain) << 8) | (blue * 200 + 20 + grain);
  });
  return frame;
}

test("one colour is four bytes", async () => {
  const frame = createFrame(SIZE.width, SIZE.height, 0xffffff);
  const area = { x: 10, y: 20, width: 100, height: 70 };
  fillArea(frame, area, 0x336699);
  const rect = rects.encode(frame, area, MEDIUM);
  expect(rect).toEqual({ ...area, encoding: ENCODING.solid, data: Uint8Array.of(0x99, 0x66, 0x33, 0) });
  expect(error(await shown(rect), frame, area)).toBe(0);
});

test("text is exact", async () => {
  const frame = createFrame(SIZE.width, SIZE.height);
  const area = { x: 3, y: 5, width: 250, height: 200 };
  paintText(frame, area);
  const rect = rects.encode(frame, area, MEDIUM);
  expect(rect.encoding).toBe(ENCODING.zstd);
  expect(error(await shown(rect), frame, area)).toBe(0);
});

test("a picture is JPEG, close to it and much smaller", async () => {
  const frame = smoothPicture();
  const area = { x: 8, y: 8, width: 260, height: 200 };
  const rect = rects.encode(frame, area, MEDIUM);
  expect(rect.encoding).toBe(ENCODING.jpeg);
  expect(rect.data.length).toBeLessThan((area.width * area.height) / 2);
  expect(error(await shown(rect), frame, area)).toBeLessThan(40);
});

test("the fallback in WebAssembly makes baseline JPEG of the same picture", async () => {
  const fallback = new RectEncoder(await loadWasmJpeg());
  const frame = smoothPicture();
  const area = { x: 8, y: 8, width: 260, height: 200 };
  const rect = fallback.encode(frame, area, MEDIUM);
  expect(rect.encoding).toBe(ENCODING.jpeg);
  // SOF0, ITU T.81 §B.2.2: baseline; SOF2 would be progressive.
  expect(Buffer.from(rect.data).includes(Buffer.of(0xff, 0xc0))).toBe(true);
  expect(error(await shown(rect), frame, area)).toBeLessThan(40);
  fallback.release();
});

test("a few pixels stay exact, whatever they are", async () => {
  const frame = createFrame(SIZE.width, SIZE.height);
  const area = { x: 63, y: 63, width: 10, height: 14 };
  paintNoise(frame, area);
  const rect = rects.encode(frame, area, MEDIUM);
  expect(rect.encoding).toBe(ENCODING.zstd);
  expect(error(await shown(rect), frame, area)).toBe(0);
});

test("exact means exact, also for a photograph of full width", async () => {
  const frame = smoothPicture();
  const area = { x: 0, y: 64, width: SIZE.width, height: 100 };
  const rect = rects.encodeExactly(frame, area, 3);
  expect(rect.encoding).toBe(ENCODING.zstd);
  expect(error(await shown(rect), frame, area)).toBe(0);
});

test("a rect keeps its bytes when the next one is encoded", () => {
  const frame = smoothPicture();
  const first = rects.encode(frame, { x: 0, y: 0, width: 256, height: 200 }, MEDIUM);
  const before = new Uint8Array(first.data);
  rects.encode(frame, { x: 20, y: 10, width: 256, height: 200 }, MEDIUM);
  expect(first.data).toEqual(before);
});
