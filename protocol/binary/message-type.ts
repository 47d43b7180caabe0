/**
 * First byte of every binary message. FF is never one: a message that starts with FF D8 is a whole JPEG
 * of the plain protocol.
 */
export const MESSAGE_TYPE = {
  framebufferUpdate: 0x01,
  cursorShape: 0x02,
  cursorPosition: 0x03,
  wholeFrame: 0x04,
} as const;

/** Version of the binary messages, named in `start_stream` and in the viewer's `codecs` negotiation. */
export const BINARY_PROTOCOL_VERSION = 1;

/** Whether a binary message is a bare JPEG (SOI marker, ITU T.81 §B.1.1.3). */
export function isWholeJpeg(message: Uint8Array): boolean {
  return message.length > 3 && message[0] === 0xff && message[1] === 0xd8;
}

/** A binary message that breaks its layout: the offending value stands in the sentence. */
export class MalformedMessageError extends Error {
  override readonly name = "MalformedMessageError";
}
