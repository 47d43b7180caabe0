/** Frames in memory for tests of encoding: painted pixel by pixel, without any screen. */
import type { Area } from "../../agent/capture/area.ts";
import type { Frame } from "../../agent/capture/capturer.ts";
import { allocate } from "../../agent/native/native-memory.ts";

export type TestFrame = Frame & { pixels: Uint32Array };

/** @param colour 0xRRGGBB */
export function createFrame(width: number, height: number, colour = 0xffffff): TestFrame {
  const memory = allocate(width * height * 4);
  const pixels = new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, width * height);
  pixels.fill(colour);
  return { width, height, stride: width * 4, memory, pixels };
}

export function fillArea(frame: TestFrame, area: Area, colour: number): void {
  paintArea(frame, area, () => colour);
}

/** Colours that do not repeat soon, hard on every encoder; the same for the same seed. */
export function paintNoise(frame: TestFrame, area: Area, seed = 1): void {
  let state = seed >>> 0 || 1;
  paintArea(frame, area, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  });
}

/** Rows of marks like text: dark on white, no two lines alike, blank rows between them. */
export function paintText(frame: TestFrame, area: Area, firstLine = 0, lineHeight = 16): void {
  paintArea(frame, area, (x, y) => {
    const line = firstLine + Math.floor(y / lineHeight);
    const isMark = y % lineHeight < 10 && mixed(x >> 1, line * 16 + (y % lineHeight)) % 7 < 3;
    return isMark ? 0x202020 : 0xffffff;
  });
}

/** Copies an area of the frame to another place, as a window that is dragged. */
export function moveArea(frame: TestFrame, area: Area, dx: number, dy: number): void {
  const before = frame.pixels.slice();
  paintArea(frame, { ...area, x: area.x + dx, y: area.y + dy }, (x, y) => {
    return before[(area.y + y) * frame.width + area.x + x] ?? 0;
  });
}

/** @param colourOf x and y count from the area's corner */
export function paintArea(frame: TestFrame, area: Area, colourOf: (x: number, y: number) => number): void {
  for (let y = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++) frame.pixels[(area.y + y) * frame.width + area.x + x] = colourOf(x, y);
  }
}

/** A number without pattern for each pair (after MurmurHash3's finisher). */
function mixed(a: number, b: number): number {
  const first = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}
