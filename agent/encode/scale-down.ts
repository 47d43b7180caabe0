/** An area of a frame at a fraction of its size, for links that cannot carry it whole. */
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { allocate, type NativeMemory } from "../native/native-memory.ts";

const RGB = 0xffffff;
const WITHOUT_LOWEST_BITS = 0xfefefe;

export class ScaledDown implements Frame {
  width = 0;
  height = 0;
  memory: NativeMemory = allocate(4);

  get stride(): number {
    return this.width * 4;
  }

  /**
   * Each pixel becomes the mean of four out of the factor × factor that it stands for: a quarter of the time of all, and
   * text stays text.
   */
  take(frame: Frame, area: Area, factor: number): this {
    this.width = Math.ceil(area.width / factor);
    this.height = Math.ceil(area.height / factor);
    if (this.memory.bytes.length < this.stride * this.height) {
      this.memory.release();
      this.memory = allocate(this.stride * this.height);
    }
    const from = new Uint32Array(frame.memory.bytes.buffer, frame.memory.bytes.byteOffset);
    const to = new Uint32Array(this.memory.bytes.buffer, this.memory.bytes.byteOffset);
    const [near, far] = [Math.floor(factor / 4), Math.floor((factor * 3) / 4)];
    const perRow = frame.stride / 4;
    const [lastX, lastY] = [area.width - 1, area.height - 1];
    for (let row = 0, at = 0; row < this.height; row++) {
      const above = (area.y + Math.min(row * factor + near, lastY)) * perRow + area.x;
      const below = (area.y + Math.min(row * factor + far, lastY)) * perRow + area.x;
      for (let column = 0; column < this.width; column++, at++) {
        const left = Math.min(column * factor + near, lastX);
        const right = Math.min(column * factor + far, lastX);
        const top = mean(from[above + left] ?? 0, from[above + right] ?? 0);
        to[at] = mean(top, mean(from[below + left] ?? 0, from[below + right] ?? 0));
      }
    }
    return this;
  }

  release(): void {
    this.memory.release();
  }
}

/** Of two pixels, channel by channel at once: what both have, and half of what only one has. */
function mean(one: number, other: number): number {
  return ((one & other & RGB) + (((one ^ other) & WITHOUT_LOWEST_BITS) >>> 1)) >>> 0;
}
