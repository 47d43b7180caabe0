/** Compares and converts the whole pictures of the portable back-end. */
import { type Area, rowBands } from "../area.ts";
import type { Frame } from "../capturer.ts";

const BYTES_PER_PIXEL = 4;
/** Rows compared at once: small enough to be exact, large enough for few calls. */
const ROWS_AT_ONCE = 16;

/** Full-width bands in which two pictures of the same size differ. */
export function changedBands(before: Buffer, now: Buffer, width: number, height: number): Area[] {
  const stride = width * BYTES_PER_PIXEL;
  const changed: Area[] = [];
  for (let y = 0; y < height; y += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, height - y);
    const [from, to] = [y * stride, (y + rows) * stride];
    if (now.compare(before, from, to, from, to) !== 0) changed.push({ x: 0, y, width, height: rows });
  }
  return rowBands(changed, 0).map((band) => ({ x: 0, width, ...band }));
}

/** Copies an area of R G B A pixels into a frame of the same size, as B G R X. */
export function copyAsBgrx(picture: Buffer, frame: Frame, area: Area): void {
  const isAligned = picture.byteOffset % BYTES_PER_PIXEL === 0;
  const aligned = isAligned ? picture : new Uint8Array(picture);
  const from = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  const to = new Uint32Array(frame.memory.bytes.buffer, frame.memory.bytes.byteOffset);
  for (let y = area.y; y < area.y + area.height; y++) {
    const start = y * frame.width + area.x;
    for (let at = start; at < start + area.width; at++) {
      const rgba = from[at] ?? 0;
      to[at] = ((rgba & 0xff) << 16) | (rgba & 0xff00) | ((rgba >> 16) & 0xff);
    }
  }
}
