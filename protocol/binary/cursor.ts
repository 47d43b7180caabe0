/**
 * The pointer, apart from the pixels: its shape, cached by serial, and where the machine's own pointer is
 * (agent → relay → viewers). Big-endian.
 *
 * Cursor shape:
 * | offset | type | field |
 * |---|---|---|
 * | 0 | u8  | message type 0x02 |
 * | 1 | u8  | flags: 1 hidden (no pixels follow, width and height are 0) |
 * | 2 | u16 | stream |
 * | 4 | u32 | serial: the same serial is always the same picture within a stream |
 * | 8 | u16 ×2 | width, height in pixels |
 * | 12 | u16 ×2 | hot spot x, y |
 * | 16 | bytes | width × height × 4: R G B A, not premultiplied |
 *
 * Cursor position:
 * | offset | type | field |
 * |---|---|---|
 * | 0 | u8  | message type 0x03 |
 * | 1 | u8  | 0 |
 * | 2 | u16 | stream |
 * | 4 | i16 ×2 | x, y in framebuffer pixels; may lie outside while the pointer is on another monitor |
 */
import { MAX_CURSOR_SIDE } from "../limits.ts";
import { MalformedMessageError, MESSAGE_TYPE } from "./message-type.ts";

export type CursorShape = {
  stream: number;
  serial: number;
  /** Null: the machine hides its pointer. */
  image: {
    width: number;
    height: number;
    hotX: number;
    hotY: number;
    /** width × height × 4 bytes, R G B A, not premultiplied. */
    rgba: Uint8Array;
  } | null;
};

export type CursorPosition = { stream: number; x: number; y: number };

const SHAPE_HEADER_BYTES = 16;
const POSITION_BYTES = 8;
const HIDDEN = 1;

export function writeCursorShape(cursor: CursorShape): Uint8Array<ArrayBuffer> {
  const pixels = cursor.image?.rgba ?? new Uint8Array(0);
  const message = new Uint8Array(SHAPE_HEADER_BYTES + pixels.length);
  const view = new DataView(message.buffer);
  view.setUint8(0, MESSAGE_TYPE.cursorShape);
  view.setUint8(1, cursor.image ? 0 : HIDDEN);
  view.setUint16(2, cursor.stream);
  view.setUint32(4, cursor.serial);
  view.setUint16(8, cursor.image?.width ?? 0);
  view.setUint16(10, cursor.image?.height ?? 0);
  view.setUint16(12, cursor.image?.hotX ?? 0);
  view.setUint16(14, cursor.image?.hotY ?? 0);
  message.set(pixels, SHAPE_HEADER_BYTES);
  return message;
}

/** @throws MalformedMessageError for anything that does not follow the table above. */
export function readCursorShape(message: Uint8Array): CursorShape {
  if (message.length < SHAPE_HEADER_BYTES || message[0] !== MESSAGE_TYPE.cursorShape) {
    throw new MalformedMessageError(`${message.length} bytes are not a cursor shape`);
  }
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const stream = view.getUint16(2);
  const serial = view.getUint32(4);
  const width = view.getUint16(8);
  const height = view.getUint16(10);
  const rgba = message.subarray(SHAPE_HEADER_BYTES);
  if (rgba.length !== width * height * 4) {
    throw new MalformedMessageError(`${rgba.length} bytes do not make a cursor of ${width}×${height}`);
  }
  if (view.getUint8(1) & HIDDEN) {
    if (rgba.length > 0) throw new MalformedMessageError("a hidden cursor has no pixels");
    return { stream, serial, image: null };
  }
  const hotX = view.getUint16(12);
  const hotY = view.getUint16(14);
  if (width < 1 || height < 1 || width > MAX_CURSOR_SIDE || height > MAX_CURSOR_SIDE) {
    throw new MalformedMessageError(`cursor of ${width}×${height} pixels is out of bounds`);
  }
  if (hotX >= width || hotY >= height) {
    throw new MalformedMessageError(`hot spot ${hotX},${hotY} lies outside ${width}×${height}`);
  }
  return { stream, serial, image: { width, height, hotX, hotY, rgba } };
}

export function writeCursorPosition(position: CursorPosition): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(POSITION_BYTES);
  const view = new DataView(message.buffer);
  view.setUint8(0, MESSAGE_TYPE.cursorPosition);
  view.setUint16(2, position.stream);
  view.setInt16(4, position.x);
  view.setInt16(6, position.y);
  return message;
}

/** @throws MalformedMessageError for anything that does not follow the table above. */
export function readCursorPosition(message: Uint8Array): CursorPosition {
  if (message.length !== POSITION_BYTES || message[0] !== MESSAGE_TYPE.cursorPosition) {
    throw new MalformedMessageError(`${message.length} bytes are not a cursor position`);
  }
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  return { stream: view.getUint16(2), x: view.getInt16(4), y: view.getInt16(6) };
}
