/**
 * A framebuffer on which updates can be painted without decoders. The "data" of a zstd rect is a seed and padding, and
 * each pixel of it a number made of the seed and its place; the "data" of a JPEG rect is the pixels themselves.
 */
import {
  ENCODING,
  type FramebufferUpdate,
  type Rect,
  readCopySource,
  writeCopySource,
} from "../../protocol/binary/framebuffer-update.ts";
import { TILE_SIZE } from "../../protocol/limits.ts";

export type Area = { x: number; y: number; width: number; height: number };

export class PaintedScreen {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  paint(update: FramebufferUpdate): void {
    for (const rect of update.rects) this.paintRect(rect);
  }

  paintRect(rect: Rect): void {
    const before = rect.encoding === ENCODING.copy ? this.pixels.slice() : this.pixels;
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = rect.x; x < rect.x + rect.width; x++) {
        if (rect.clip && !isInClip(rect.clip, x, y)) continue;
        this.pixels[y * this.width + x] = this.#pixelOf(rect, x, y, before);
      }
    }
  }

  /** Index of the first pixel that differs; -1: none does. */
  firstDifference(other: PaintedScreen): number {
    return this.pixels.findIndex((pixel, index) => pixel !== other.pixels[index]);
  }

  /** What this area shows now, as a rect that paints just that. */
  rectOf(area: Area): Rect {
    const data = new Uint8Array(4 * area.width * area.height);
    const view = new DataView(data.buffer);
    for (let y = 0; y < area.height; y++) {
      for (let x = 0; x < area.width; x++) {
        const pixel = this.pixels[(area.y + y) * this.width + area.x + x] ?? 0;
        view.setUint32(4 * (y * area.width + x), pixel);
      }
    }
    return { ...area, encoding: ENCODING.jpeg, data };
  }

  #pixelOf(rect: Rect, x: number, y: number, before: Uint32Array): number {
    if (rect.encoding === ENCODING.copy) {
      const source = readCopySource(rect);
      return before[(source.y + y - rect.y) * this.width + source.x + x - rect.x] ?? 0;
    }
    const data = new DataView(rect.data.buffer, rect.data.byteOffset, rect.data.byteLength);
    if (rect.encoding === ENCODING.jpeg) return data.getUint32(4 * ((y - rect.y) * rect.width + x - rect.x));
    const seed = data.getUint32(0);
    return rect.encoding === ENCODING.solid ? seed : (seed + (x - rect.x) * 31 + (y - rect.y) * 1_009) >>> 0;
  }
}

/** A rect that paints its area with pixels that no other seed or place gives. */
export function encodedRect(area: Area, seed: number, bytes = 4): Rect {
  const data = new Uint8Array(Math.max(4, bytes));
  new DataView(data.buffer).setUint32(0, seed);
  return { ...area, encoding: ENCODING.zstd, data };
}

export function solidRect(area: Area, seed: number): Rect {
  return { ...encodedRect(area, seed), encoding: ENCODING.solid };
}

export function copyRect(area: Area, fromX: number, fromY: number): Rect {
  return { ...area, encoding: ENCODING.copy, data: writeCopySource(fromX, fromY) };
}

function isInClip(clip: NonNullable<Rect["clip"]>, x: number, y: number): boolean {
  const column = Math.floor(x / TILE_SIZE);
  const row = Math.floor(y / TILE_SIZE);
  return clip.some((cell) => cell.column === column && cell.row === row);
}
