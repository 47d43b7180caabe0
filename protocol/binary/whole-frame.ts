/**
 * A whole JPEG frame that belongs to one stream (agent → relay). The relay takes the header off and sends the
 * bare JPEG (FF D8 …) to the viewers and the recorder that asked for whole frames. Big-endian.
 *
 * | offset | type | field |
 * |---|---|---|
 * | 0 | u8  | message type 0x04 |
 * | 1 | u8  | 0 |
 * | 2 | u16 | stream |
 * | 4 | bytes | one JPEG, from FF D8 on |
 */
import { isWholeJpeg, MalformedMessageError, MESSAGE_TYPE } from "./message-type.ts";

const HEADER_BYTES = 4;

export function writeWholeFrame(stream: number, jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(HEADER_BYTES + jpeg.length);
  const view = new DataView(message.buffer);
  view.setUint8(0, MESSAGE_TYPE.wholeFrame);
  view.setUint16(2, stream);
  message.set(jpeg, HEADER_BYTES);
  return message;
}

/**
 * The JPEG is a view into `message`.
 * @throws MalformedMessageError for anything that does not follow the table above.
 */
export function readWholeFrame(message: Uint8Array): { stream: number; jpeg: Uint8Array } {
  if (message.length < HEADER_BYTES || message[0] !== MESSAGE_TYPE.wholeFrame) {
    throw new MalformedMessageError(`${message.length} bytes are not a whole frame`);
  }
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const jpeg = message.subarray(HEADER_BYTES);
  if (!isWholeJpeg(jpeg)) throw new MalformedMessageError("a whole frame must hold a JPEG");
  return { stream: view.getUint16(2), jpeg };
}
