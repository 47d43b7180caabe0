/** How much goes in one request: about a second's worth, so that progress is seen and little is sent twice. */

const MIB = 1024 * 1024;
export const FIRST_PART_BYTES = MIB;
const MIN_PART_BYTES = MIB / 4;
const MAX_PART_BYTES = 64 * MIB;

export function nextPartBytes(bytes: number, tookMs: number): number {
  if (tookMs < 300) return Math.min(MAX_PART_BYTES, bytes * 2);
  if (tookMs > 2_000) return Math.max(MIN_PART_BYTES, Math.round(bytes / 2));
  return bytes;
}
