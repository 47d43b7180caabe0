/** How long to wait before the next attempt: full jitter, so that agents of a restarted server do not come all at once. */

const FIRST_LIMIT_MS = 1_000;
/** A server that restarts is back in seconds, and so are those who wait for its machines. */
const SOON_LIMIT_MS = 5_000;
const SOON_FAILURES = 12;
const LIMIT_MS = 60_000;

/**
 * @param failures attempts since the connection was last good, from 0
 * @param random in [0, 1)
 * @returns milliseconds in [0, 1 s) for the first, doubling up to [0, 5 s); after a dozen doubling on up to [0, 60 s)
 */
export function reconnectDelayMs(failures: number, random: number): number {
  if (failures <= SOON_FAILURES) return random * Math.min(SOON_LIMIT_MS, FIRST_LIMIT_MS * 2 ** failures);
  return random * Math.min(LIMIT_MS, SOON_LIMIT_MS * 2 ** (failures - SOON_FAILURES));
}
