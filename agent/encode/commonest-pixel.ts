/** The colour that a first picture begins with. */
import type { Frame } from "../capture/capturer.ts";

/** Of some 500 pixels spread over the frame. */
export function commonestPixel(frame: Frame): number {
  const pixels = new Uint32Array(frame.memory.bytes.buffer, frame.memory.bytes.byteOffset);
  const total = frame.width * frame.height;
  const step = Math.max(1, Math.floor(total / 509));
  const counts = new Map<number, number>();
  let [best, most] = [0, 0];
  for (let at = 0; at < total; at += step) {
    const pixel = pixels[at] ?? 0;
    const count = (counts.get(pixel) ?? 0) + 1;
    counts.set(pixel, count);
    if (count > most) [best, most] = [pixel, count];
  }
  return best;
}
