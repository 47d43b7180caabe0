/** Framebuffer updates and whole JPEGs to pixels: what the worker does with each message, and the page with tiny ones. */
import {
  ENCODING,
  type FramebufferUpdate,
  type Rect,
  readCopySource,
  readFramebufferUpdate,
} from "../../../../protocol/binary/framebuffer-update.ts";
import { isWholeJpeg, MalformedMessageError } from "../../../../protocol/binary/message-type.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { type Area, type DecodedRect, type DecodedUpdate, packColour } from "./decoded-update.ts";
import { decodeJpeg } from "./jpeg-decoder.ts";
import { stretch } from "./stretch.ts";
import type { ZstdDecoder } from "./zstd-decoder.ts";

/** @throws MalformedMessageError (or what the browser's JPEG decoder throws) for what cannot be decoded */
export async function decodeMessage(
  message: Uint8Array<ArrayBuffer>,
  zstd: ZstdDecoder,
  pool: BufferPool,
): Promise<DecodedUpdate> {
  if (isWholeJpeg(message)) return await decodeWholeJpeg(message, pool);
  const update = readFramebufferUpdate(message);
  // JPEGs are begun before the first is awaited: the browser decodes them on threads of its own.
  const rects = await Promise.all(
    update.rects.map((rect) => (isPhoto(rect) ? decodeJpegRect(rect, pool) : decode(rect, zstd, pool))),
  );
  return { ...headerOf(update), rects };
}

/**
 * Decodes an update without JPEGs at once.
 * @throws MalformedMessageError
 */
export function decodeExactUpdate(update: FramebufferUpdate, zstd: ZstdDecoder, pool: BufferPool): DecodedUpdate {
  return { ...headerOf(update), rects: update.rects.map((rect) => decode(rect, zstd, pool)) };
}

function headerOf({ stream, frame, capturedAtMs, width, height }: FramebufferUpdate): Omit<DecodedUpdate, "rects"> {
  return { source: { stream, frame, capturedAtMs }, width, height };
}

function decode(rect: Rect, zstd: ZstdDecoder, pool: BufferPool): DecodedRect {
  const place = placeOf(rect);
  switch (rect.encoding) {
    case ENCODING.solid: {
      const [blue = 0, green = 0, red = 0] = rect.data;
      return { ...place, kind: "solid", colour: packColour(red, green, blue) };
    }
    case ENCODING.copy: {
      const source = readCopySource(rect);
      return { ...place, kind: "copy", fromX: source.x, fromY: source.y };
    }
    case ENCODING.zstd: {
      const pixels = rect.width * rect.height;
      const rgba = pool.take(pixels * 4);
      zstd.decode(rect.data, new Uint32Array(rgba, 0, pixels));
      return { ...place, kind: "pixels", rgba };
    }
    case ENCODING.jpeg:
    case ENCODING.scaled:
      throw new MalformedMessageError("a JPEG cannot be decoded at once");
  }
}

async function decodeJpegRect(rect: Rect, pool: BufferPool): Promise<DecodedRect> {
  const { width, height, rgba } = await decodeJpeg(ownBytes(rect.data), pool);
  if (rect.encoding === ENCODING.scaled)
    return { ...placeOf(rect), kind: "pixels", rgba: stretch({ width, height, rgba }, rect, pool) };
  if (width !== rect.width || height !== rect.height) {
    throw new MalformedMessageError(`JPEG of ${width}×${height} in a rect of ${rect.width}×${rect.height}`);
  }
  return { ...placeOf(rect), kind: "pixels", rgba };
}

/** Whether the browser decodes it, on threads of its own. */
export function isPhoto({ encoding }: Rect): boolean {
  return encoding === ENCODING.jpeg || encoding === ENCODING.scaled;
}

async function decodeWholeJpeg(message: Uint8Array<ArrayBuffer>, pool: BufferPool): Promise<DecodedUpdate> {
  const { width, height, rgba } = await decodeJpeg(message, pool);
  return { source: null, width, height, rects: [{ x: 0, y: 0, width, height, kind: "pixels", rgba }] };
}

function placeOf({ x, y, width, height, clip }: Rect): Area & Pick<DecodedRect, "clip"> {
  return { x, y, width, height, ...(clip && { clip }) };
}

/** A rect's data is a view into its message, which came from a socket and so is never shared memory. */
function ownBytes(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return data as Uint8Array<ArrayBuffer>;
}
