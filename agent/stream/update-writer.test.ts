import { expect, test } from "bun:test";
import { ENCODING, type Rect, readFramebufferUpdate, UPDATE_FLAG } from "../../protocol/binary/framebuffer-update.ts";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import { UpdateWriter } from "./update-writer.ts";

const HEADER = { flags: UPDATE_FLAG.keyframe, capturedAtMs: 5, width: 640, height: 480 };
const rect = (bytes: number): Rect => ({
  x: 0,
  y: 0,
  width: 64,
  height: 64,
  encoding: ENCODING.zstd,
  data: new Uint8Array(bytes),
});

test("counts frames from 1, and none for nothing", () => {
  const writer = new UpdateWriter(9);
  expect(writer.write([], HEADER)).toEqual([]);
  const written = [...writer.write([rect(1)], HEADER), ...writer.write([rect(2)], HEADER)];
  expect(written.map(({ frame }) => frame)).toEqual([1, 2]);
  expect(readFramebufferUpdate(written[1]?.message ?? new Uint8Array())).toMatchObject({ stream: 9, frame: 2 });
});

test("divides what does not fit one message, and only the first part covers the whole screen", () => {
  const rects = Array.from({ length: 5 }, () => rect(MAX_FRAME_BYTES / 3));
  const written = new UpdateWriter(1).write(rects, HEADER);
  const updates = written.map(({ message }) => readFramebufferUpdate(message));
  expect(written.every(({ message }) => message.length <= MAX_FRAME_BYTES)).toBe(true);
  expect(updates.flatMap((update) => update.rects)).toHaveLength(5);
  expect(updates.map((update) => update.frame)).toEqual(updates.map((_, index) => index + 1));
  expect(updates.map((update) => update.flags)).toEqual(updates.map((_, index) => (index === 0 ? HEADER.flags : 0)));
});

test("goes on counting where another capture of the same stream has ended", () => {
  expect(new UpdateWriter(1, 41).write([rect(1)], HEADER).map(({ frame }) => frame)).toEqual([42]);
});
