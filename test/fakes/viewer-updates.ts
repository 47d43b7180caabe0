/** Framebuffer updates for tests of the viewer, with real zstd and JPEG in them. */
import { createJpegEncoder } from "../../agent/encode/jpeg-encoder.ts";
import {
  type Cell,
  ENCODING,
  type FramebufferUpdate,
  type Rect,
  writeCopySource,
} from "../../protocol/binary/framebuffer-update.ts";
import { createFrame, paintArea, paintNoise } from "./frames.ts";

export type Place = { x: number; y: number; width: number; height: number };

const jpegEncoder = await createJpegEncoder();

/** @param colour 0xRRGGBB */
export function solid(place: Place, colour: number): Rect {
  return { ...place, encoding: ENCODING.solid, data: Uint8Array.of(colour, colour >> 8, colour >> 16, 0) };
}

export function copy(place: Place, fromX: number, fromY: number): Rect {
  return { ...place, encoding: ENCODING.copy, data: writeCopySource(fromX, fromY) };
}

/** No two neighbours alike, so that a pixel out of its place is seen. */
export function noise(place: Place, seed: number, clip?: Cell[]): Rect {
  const frame = createFrame(place.width, place.height);
  paintNoise(frame, { ...place, x: 0, y: 0 }, seed);
  const data = Bun.zstdCompressSync(frame.memory.bytes.slice(0, place.width * place.height * 4));
  frame.memory.release();
  return { ...place, encoding: ENCODING.zstd, data, ...(clip && { clip }) };
}

/** A soft slope of colours, of which JPEG loses little. */
export function jpegOf(width: number, height: number, seed: number): Uint8Array<ArrayBuffer> {
  const frame = createFrame(width, height);
  const blue = (seed * 37) & 255;
  paintArea(frame, { x: 0, y: 0, width, height }, (x, y) => {
    return (Math.floor((x * 255) / width) << 16) | (Math.floor((y * 255) / height) << 8) | blue;
  });
  const whole = { x: 0, y: 0, width, height };
  const jpeg = new Uint8Array(jpegEncoder.encode(frame, whole, { quality: 92, isFullColour: true }));
  frame.memory.release();
  return jpeg;
}

export function jpeg(place: Place, seed: number, clip?: Cell[]): Rect {
  const data = jpegOf(place.width, place.height, seed);
  return { ...place, encoding: ENCODING.jpeg, data, ...(clip && { clip }) };
}

/** Numbers the updates of one stream. */
export class UpdateSource {
  readonly stream: number;
  width: number;
  height: number;
  frame = 0;

  constructor(stream: number, width: number, height: number) {
    this.stream = stream;
    this.width = width;
    this.height = height;
  }

  get all(): Place {
    return { x: 0, y: 0, width: this.width, height: this.height };
  }

  next(...rects: Rect[]): FramebufferUpdate {
    const { stream, width, height } = this;
    this.frame++;
    return { flags: 0, stream, frame: this.frame, capturedAtMs: this.frame * 10, width, height, rects };
  }
}
