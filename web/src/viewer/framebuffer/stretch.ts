/** A picture that came smaller than its place, as on a slow link while much is moving: stretched over it. */
import type { BufferPool } from "./buffer-pool.ts";
import type { Pixels } from "./jpeg-decoder.ts";

const CHANNELS = 0xff00ff;

/**
 * Between four pixels each (bilinear): soft rather than in blocks. In whole numbers of 1/256 pixel; 1080p takes ~15 ms of the
 * worker, a few times a second at most.
 * @returns R G B A of the place's size
 */
export function stretch(small: Pixels, place: { width: number; height: number }, pool: BufferPool): ArrayBuffer {
  const from = new Uint32Array(small.rgba, 0, small.width * small.height);
  const rgba = pool.take(place.width * place.height * 4);
  const to = new Uint32Array(rgba, 0, place.width * place.height);
  const columns = positions(place.width, small.width);
  const rows = positions(place.height, small.height);
  for (let y = 0, at = 0; y < place.height; y++) {
    const row = rows[y] ?? 0;
    const [above, weight] = [(row >> 8) * small.width, row & 255];
    const below = weight === 0 ? above : above + small.width;
    for (let x = 0; x < place.width; x++, at++) {
      const column = columns[x] ?? 0;
      const [left, share] = [column >> 8, column & 255];
      const right = share === 0 ? left : left + 1;
      const top = mix(from[above + left] ?? 0, from[above + right] ?? 0, share);
      to[at] = mix(top, mix(from[below + left] ?? 0, from[below + right] ?? 0, share), weight) | 0xff000000;
    }
  }
  return rgba;
}

/** Where each pixel's middle lies in the small picture, in 1/256 of its pixels, never past the last. */
function positions(length: number, smallLength: number): Int32Array {
  const ratio = smallLength / length;
  const last = (smallLength - 1) * 256;
  return Int32Array.from({ length }, (_, index) => {
    return Math.min(last, Math.max(0, Math.round(((index + 0.5) * ratio - 0.5) * 256)));
  });
}

/** @param share of the other, in 1/256 */
function mix(one: number, other: number, share: number): number {
  const redBlue = ((one & CHANNELS) * (256 - share) + (other & CHANNELS) * share) >>> 8;
  const green = (((one >>> 8) & 0xff) * (256 - share) + ((other >>> 8) & 0xff) * share) & 0xff00;
  return (redBlue & CHANNELS) | green;
}
