/** `.remrec`: a magic, then per frame a Unix-epoch time in ms (8 bytes), a length (4 bytes), both big-endian, and one whole JPEG. */

export const RECORDING_MAGIC: Uint8Array = Uint8Array.of(0x52, 0x4c, 0x52, 0x45, 0x43, 0x01);
export const FRAME_HEADER_BYTES = 12;

export type FrameHeader = { atMs: number; bytes: number };

export function frameHeader({ atMs, bytes }: FrameHeader): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setBigUint64(0, BigInt(Math.round(atMs)));
  view.setUint32(8, bytes);
  return header;
}

/** @param header at least FRAME_HEADER_BYTES */
export function readFrameHeader(header: Uint8Array): FrameHeader {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  return { atMs: Number(view.getBigUint64(0)), bytes: view.getUint32(8) };
}
