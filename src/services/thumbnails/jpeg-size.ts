/** Size of a JPEG, from its frame header: what an agent sends is not shown before it is known to be small. */

const SOI = 0xffd8;
/** Frame headers of the codings that browsers show: baseline, extended, progressive. */
const FRAME_HEADERS = new Set([0xffc0, 0xffc1, 0xffc2]);
/**
 * What may stand before the frame header: tables (DHT, DAC, DQT, DRI), applications' segments, comments. Anything else a decoder
 * reads otherwise than we would (fill bytes, markers without a length, other codings), and could find another size there.
 */
const isSkipped = (marker: number) =>
  [0xffc4, 0xffcc, 0xffdb, 0xffdd, 0xfffe].includes(marker) || (marker >= 0xffe0 && marker <= 0xffef);

/** null: no JPEG, or broken off before its size is told */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== SOI) return null;
  for (let at = 2; at + 9 <= bytes.length; ) {
    const marker = view.getUint16(at);
    if (FRAME_HEADERS.has(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    // The length counts itself.
    if (!isSkipped(marker) || length < 2) return null;
    at += 2 + length;
  }
  return null;
}
