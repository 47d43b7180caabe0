/**
 * The framebuffer update: the damage of one moment as encoded rects (agent → relay → viewers).
 *
 * | offset | type | field |
 * |---|---|---|
 * | 0  | u8  | message type 0x01 |
 * | 1  | u8  | flags: 1 settled · 2 answers input · 4 keyframe |
 * | 2  | u16 | stream (names session and start of stream; from `start_stream`) |
 * | 4  | u32 | frame, counting from 1 within the stream |
 * | 8  | u32 | captured at, milliseconds of the agent's monotonic clock, modulo 2^32 |
 * | 12 | u16 | framebuffer width in pixels |
 * | 14 | u16 | framebuffer height in pixels |
 * | 16 | u16 | number of rects |
 * | 18 |     | rects, one behind the other, painted in this order |
 *
 * Rect (all big-endian):
 *
 * | offset | type | field |
 * |---|---|---|
 * | 0  | u16 ×4 | x, y, width, height in pixels |
 * | 8  | u8  | encoding (low 7 bits); 0x80: a clip list precedes the data |
 * | 9  | u32 | length of the data in bytes (without the clip list) |
 * | 13 | u16, then u8 ×2 each | only with 0x80: number of cells, then column and row of each: only these 64×64 cells of the rect are painted |
 * | …  | bytes | data |
 */
import { MAX_FRAMEBUFFER_SIDE, MAX_RECTS } from "../limits.ts";
import { MalformedMessageError, MESSAGE_TYPE } from "./message-type.ts";

export const ENCODING = {
  /** 4 bytes: blue, green, red, unused. */
  solid: 0,
  /** 4 bytes: source x u16, source y u16, in the framebuffer as it stands before this rect. */
  copy: 1,
  /** zstd frame (RFC 8878) of width × height × 4 bytes, rows top down, each pixel B G R X. */
  zstd: 2,
  /** Baseline JPEG of exactly width × height. */
  jpeg: 3,
  /** Baseline JPEG of any smaller size, stretched over the rect: only for viewers that named the codec `scaled`. */
  scaled: 4,
} as const;
export type Encoding = (typeof ENCODING)[keyof typeof ENCODING];

export const UPDATE_FLAG = {
  /** Sent again losslessly after the content came to rest. */
  settled: 1,
  /** Damage that followed an input event: shown before anything that waits. */
  answersInput: 2,
  /** Covers the whole framebuffer: nothing sent before it matters any more. */
  keyframe: 4,
} as const;

/** A 64×64 cell of the grid, by column and row. */
export type Cell = { column: number; row: number };

export type Rect = {
  x: number;
  y: number;
  width: number;
  height: number;
  encoding: Encoding;
  /** Only these cells of the rect are painted; absent: all of it. */
  clip?: readonly Cell[];
  /** A view into the message it was read from, not a copy. */
  data: Uint8Array;
};

export type FramebufferUpdate = {
  flags: number;
  stream: number;
  frame: number;
  /** Milliseconds of the agent's monotonic clock, modulo 2^32. */
  capturedAtMs: number;
  width: number;
  height: number;
  rects: readonly Rect[];
};

/** The frame that a binary message is; null for what is no framebuffer update, or too short for one. */
export function frameOf(message: Uint8Array): number | null {
  if (message[0] !== MESSAGE_TYPE.framebufferUpdate || message.length < UPDATE_HEADER_BYTES) return null;
  return new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(4);
}

export const UPDATE_HEADER_BYTES = 18;
export const RECT_HEADER_BYTES = 13;
const CLIPPED = 0x80;

/** Bytes that `writeFramebufferUpdate` will need for this update. */
export function framebufferUpdateBytes(update: FramebufferUpdate): number {
  let bytes = UPDATE_HEADER_BYTES;
  for (const rect of update.rects) bytes += RECT_HEADER_BYTES + clipBytes(rect) + rect.data.length;
  return bytes;
}

/** Encodes an update into one new message. */
export function writeFramebufferUpdate(update: FramebufferUpdate): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(framebufferUpdateBytes(update));
  const view = new DataView(message.buffer);
  view.setUint8(0, MESSAGE_TYPE.framebufferUpdate);
  view.setUint8(1, update.flags);
  view.setUint16(2, update.stream);
  view.setUint32(4, update.frame);
  view.setUint32(8, update.capturedAtMs >>> 0);
  view.setUint16(12, update.width);
  view.setUint16(14, update.height);
  view.setUint16(16, update.rects.length);
  let offset = UPDATE_HEADER_BYTES;
  for (const rect of update.rects) offset = writeRect(message, view, offset, rect);
  return message;
}

/**
 * Decodes and checks an update: sizes, bounds and lengths, never pixels. Rect data are views into `message`.
 * @throws MalformedMessageError for anything that does not follow the table above.
 */
export function readFramebufferUpdate(message: Uint8Array): FramebufferUpdate {
  if (message.length < UPDATE_HEADER_BYTES) {
    throw new MalformedMessageError(`framebuffer update of ${message.length} bytes has no whole header`);
  }
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (view.getUint8(0) !== MESSAGE_TYPE.framebufferUpdate) {
    throw new MalformedMessageError(`message type ${view.getUint8(0)} is not a framebuffer update`);
  }
  const width = view.getUint16(12);
  const height = view.getUint16(14);
  if (width < 1 || height < 1 || width > MAX_FRAMEBUFFER_SIDE || height > MAX_FRAMEBUFFER_SIDE) {
    throw new MalformedMessageError(`framebuffer of ${width}×${height} pixels is out of bounds`);
  }
  const count = view.getUint16(16);
  if (count > MAX_RECTS) throw new MalformedMessageError(`${count} rects are more than ${MAX_RECTS}`);
  const rects: Rect[] = [];
  let offset = UPDATE_HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const [rect, end] = readRect(message, view, offset);
    if (rect.x + rect.width > width || rect.y + rect.height > height) {
      throw new MalformedMessageError(
        `rect ${rect.width}×${rect.height}+${rect.x}+${rect.y} lies outside ${width}×${height}`,
      );
    }
    checkData(rect, width, height);
    rects.push(rect);
    offset = end;
  }
  if (offset !== message.length) {
    throw new MalformedMessageError(`${message.length - offset} bytes follow the last rect`);
  }
  return {
    flags: view.getUint8(1),
    stream: view.getUint16(2),
    frame: view.getUint32(4),
    capturedAtMs: view.getUint32(8),
    width,
    height,
    rects,
  };
}

function clipBytes(rect: Rect): number {
  return rect.clip ? 2 + 2 * rect.clip.length : 0;
}

function writeRect(message: Uint8Array, view: DataView, start: number, rect: Rect): number {
  view.setUint16(start, rect.x);
  view.setUint16(start + 2, rect.y);
  view.setUint16(start + 4, rect.width);
  view.setUint16(start + 6, rect.height);
  view.setUint8(start + 8, rect.encoding | (rect.clip ? CLIPPED : 0));
  view.setUint32(start + 9, rect.data.length);
  let offset = start + RECT_HEADER_BYTES;
  if (rect.clip) {
    view.setUint16(offset, rect.clip.length);
    offset += 2;
    for (const cell of rect.clip) {
      view.setUint8(offset, cell.column);
      view.setUint8(offset + 1, cell.row);
      offset += 2;
    }
  }
  message.set(rect.data, offset);
  return offset + rect.data.length;
}

function readRect(message: Uint8Array, view: DataView, start: number): [rect: Rect, end: number] {
  if (start + RECT_HEADER_BYTES > message.length) throw new MalformedMessageError("message ends inside a rect header");
  const length = view.getUint32(start + 9);
  let offset = start + RECT_HEADER_BYTES;
  let clip: Cell[] | undefined;
  if (view.getUint8(start + 8) & CLIPPED) {
    if (offset + 2 > message.length) throw new MalformedMessageError("message ends before a clip list");
    const cells = view.getUint16(offset);
    offset += 2;
    if (offset + 2 * cells > message.length) throw new MalformedMessageError("message ends inside a clip list");
    clip = [];
    for (let index = 0; index < cells; index++, offset += 2) {
      clip.push({ column: view.getUint8(offset), row: view.getUint8(offset + 1) });
    }
  }
  if (offset + length > message.length) {
    throw new MalformedMessageError(`rect data of ${length} bytes runs past the end of the message`);
  }
  const rect: Rect = {
    x: view.getUint16(start),
    y: view.getUint16(start + 2),
    width: view.getUint16(start + 4),
    height: view.getUint16(start + 6),
    encoding: encodingOf(view.getUint8(start + 8) & ~CLIPPED),
    ...(clip && { clip }),
    data: message.subarray(offset, offset + length),
  };
  return [rect, offset + length];
}

function encodingOf(byte: number): Encoding {
  for (const encoding of Object.values(ENCODING)) if (encoding === byte) return encoding;
  throw new MalformedMessageError(`unknown encoding ${byte}`);
}

function checkData(rect: Rect, width: number, height: number): void {
  if (rect.width < 1 || rect.height < 1) throw new MalformedMessageError("rect without pixels");
  if (rect.encoding === ENCODING.solid || rect.encoding === ENCODING.copy) {
    if (rect.data.length !== 4) throw new MalformedMessageError(`${rect.data.length} bytes where 4 belong`);
  } else if (rect.data.length === 0) {
    throw new MalformedMessageError("rect without data");
  }
  if (rect.encoding !== ENCODING.copy) return;
  const source = readCopySource(rect);
  if (source.x + rect.width > width || source.y + rect.height > height) {
    throw new MalformedMessageError(`copy from ${source.x},${source.y} lies outside ${width}×${height}`);
  }
}

/** The source corner of a copy rect. */
export function readCopySource(rect: Rect): { x: number; y: number } {
  const view = new DataView(rect.data.buffer, rect.data.byteOffset, 4);
  return { x: view.getUint16(0), y: view.getUint16(2) };
}

/** The data of a copy rect. */
export function writeCopySource(x: number, y: number): Uint8Array {
  return Uint8Array.of(x >> 8, x & 0xff, y >> 8, y & 0xff);
}
