/**
 * Encodes one area of a frame as a rect of the wire: solid, zstd where that is small (text: half of JPEG's bytes in half
 * its time, and exact), else JPEG.
 */
import { ENCODING, type Rect } from "../../protocol/binary/framebuffer-update.ts";
import { type Area, pixelsOf } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { isEqualMemory, moveMemory } from "../native/libc.ts";
import { allocate, type NativeMemory } from "../native/native-memory.ts";
import type { JpegEncoder, JpegQuality } from "./jpeg.ts";
import { ScaledDown } from "./scale-down.ts";

const BYTES_PER_PIXEL = 4;
/** zstd is kept up to here without trying JPEG: of text JPEG makes more, and inexact. */
const SMALL_ZSTD_BYTES_PER_PIXEL = 0.16;
/** What a JPEG has before its first pixel: for the smallest rects it decides. */
const JPEG_HEADER_BYTES = 620;
/** Exact pixels need not be sent again at rest: they may cost this much more than JPEG. */
const EXACT_IS_WORTH = 1.5;
/** Areas from here on are sampled first: compressing a photo in vain takes longer than its JPEG. */
const SAMPLE_FROM_PIXELS = 128 * 128;
const SAMPLE_COLUMNS = 4;
const SAMPLE_ROWS = 4;
const SAMPLE_WIDTH = 64;
const SAMPLE_HEIGHT = 8;
/** A sample compresses worse than the whole; above this share there is no hope. */
const MAX_SAMPLE_BYTES_PER_PIXEL = 0.5;
const FAST_ZSTD_LEVEL = 1;
/** A line of text takes a quarter less bytes than at level 1, for 0.3 ms; a photo gains nothing, a large area takes too long. */
const THOROUGH_ZSTD_LEVEL = 6;
const THOROUGH_UP_TO_PIXELS = 32 * 1024;
const THOROUGH_UP_TO_BYTES_PER_PIXEL = 0.4;

export class RectEncoder {
  readonly #jpeg: JpegEncoder;
  readonly #small = new ScaledDown();
  #packed: NativeMemory = allocate(1 << 20);

  constructor(jpeg: JpegEncoder) {
    this.#jpeg = jpeg;
  }

  /**
   * The rect that brings the area at the least cost: what is exact may take more bytes, for what is lossy is sent again
   * by whole cells when it rests.
   * @param exactBytes up to which exact is always right: so little that the link does not notice
   */
  encode(frame: Frame, area: Area, quality: JpegQuality, exactBytes = 0): Rect {
    const solid = solidRect(frame, area);
    if (solid) return solid;
    const zstd = this.#isWorthTrying(frame, area) ? this.#compressText(frame, area) : null;
    const smallBytes = Math.max(exactBytes, pixelsOf(area) * SMALL_ZSTD_BYTES_PER_PIXEL + JPEG_HEADER_BYTES);
    if (zstd && zstd.length <= smallBytes) return { ...area, encoding: ENCODING.zstd, data: zstd };
    const jpeg = this.#jpeg.encode(frame, area, quality);
    if (zstd && zstd.length <= jpeg.length * EXACT_IS_WORTH) return { ...area, encoding: ENCODING.zstd, data: zstd };
    // A copy: the encoder's output buffer is used again for the next rect.
    return { ...area, encoding: ENCODING.jpeg, data: new Uint8Array(jpeg) };
  }

  /** @param zstdLevel 1 is fast; 3 takes a sixth less bytes and twice the time */
  encodeExactly(frame: Frame, area: Area, zstdLevel: number): Rect {
    const solid = solidRect(frame, area);
    return solid ?? { ...area, encoding: ENCODING.zstd, data: this.#compress(frame, area, zstdLevel) };
  }

  /** @param factor one pixel of its picture stands for factor × factor */
  encodeScaled(frame: Frame, area: Area, factor: number, quality: JpegQuality): Rect {
    const solid = solidRect(frame, area);
    if (solid) return solid;
    const small = this.#small.take(frame, area, factor);
    const jpeg = this.#jpeg.encode(small, { x: 0, y: 0, width: small.width, height: small.height }, quality);
    return { ...area, encoding: ENCODING.scaled, data: new Uint8Array(jpeg) };
  }

  /** The whole frame as one bare JPEG, valid until the next call. */
  encodeJpeg(frame: Frame, quality: JpegQuality): Uint8Array {
    return this.#jpeg.encode(frame, { x: 0, y: 0, width: frame.width, height: frame.height }, quality);
  }

  release(): void {
    this.#packed.release();
    this.#small.release();
  }

  #compressText(frame: Frame, area: Area): Uint8Array {
    const quick = this.#compress(frame, area, FAST_ZSTD_LEVEL);
    const isText =
      pixelsOf(area) <= THOROUGH_UP_TO_PIXELS && quick.length <= pixelsOf(area) * THOROUGH_UP_TO_BYTES_PER_PIXEL;
    return isText ? this.#compress(frame, area, THOROUGH_ZSTD_LEVEL) : quick;
  }

  #compress(frame: Frame, area: Area, level: number): Uint8Array {
    return Bun.zstdCompressSync(this.#pack(frame, area), { level });
  }

  #isWorthTrying(frame: Frame, area: Area): boolean {
    if (pixelsOf(area) < SAMPLE_FROM_PIXELS) return true;
    const bytes = SAMPLE_WIDTH * BYTES_PER_PIXEL;
    let to = this.#packed.address;
    for (let row = 0; row < SAMPLE_ROWS; row++) {
      for (let column = 0; column < SAMPLE_COLUMNS; column++) {
        const x = area.x + Math.floor(((column + 0.5) / SAMPLE_COLUMNS) * Math.max(0, area.width - SAMPLE_WIDTH));
        const y = area.y + Math.floor(((row + 0.5) / SAMPLE_ROWS) * Math.max(0, area.height - SAMPLE_HEIGHT));
        const width = Math.min(bytes, area.width * BYTES_PER_PIXEL);
        for (let line = 0; line < Math.min(SAMPLE_HEIGHT, area.height); line++, to += width) {
          moveMemory(to, frame.memory.address + (y + line) * frame.stride + x * BYTES_PER_PIXEL, width);
        }
      }
    }
    const sample = this.#packed.bytes.subarray(0, to - this.#packed.address);
    const compressed = Bun.zstdCompressSync(sample, { level: FAST_ZSTD_LEVEL });
    return compressed.length <= (sample.length / BYTES_PER_PIXEL) * MAX_SAMPLE_BYTES_PER_PIXEL;
  }

  /** The area's rows one behind the other. */
  #pack(frame: Frame, area: Area): Uint8Array<ArrayBuffer> {
    const bytes = area.width * BYTES_PER_PIXEL;
    const start = area.y * frame.stride + area.x * BYTES_PER_PIXEL;
    if (bytes === frame.stride) return frame.memory.bytes.subarray(start, start + bytes * area.height);
    if (this.#packed.bytes.length < bytes * area.height) {
      this.#packed.release();
      this.#packed = allocate(bytes * area.height);
    }
    const [to, from] = [this.#packed.address, frame.memory.address + start];
    for (let row = 0; row < area.height; row++) moveMemory(to + row * bytes, from + row * frame.stride, bytes);
    return this.#packed.bytes.subarray(0, bytes * area.height);
  }
}

/** Null when the area has more than one colour. */
function solidRect(frame: Frame, area: Area): Rect | null {
  const start = area.y * frame.stride + area.x * BYTES_PER_PIXEL;
  const first = frame.memory.address + start;
  const bytes = area.width * BYTES_PER_PIXEL;
  // A row that equals itself one pixel further is of one colour.
  if (!isEqualMemory(first, first + BYTES_PER_PIXEL, bytes - BYTES_PER_PIXEL)) return null;
  for (let row = 1; row < area.height; row++) {
    if (!isEqualMemory(first, first + row * frame.stride, bytes)) return null;
  }
  const [blue = 0, green = 0, red = 0] = frame.memory.bytes.subarray(start, start + 3);
  return { ...area, encoding: ENCODING.solid, data: Uint8Array.of(blue, green, red, 0) };
}
