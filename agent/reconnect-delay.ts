/** How long to wait before the next attempt: full jitter, so that agents of a restarted server do not come all at once. */

const FIRST_LIMIT_MS = 1_000;
/** A server that restarts is back in seconds, and so are those who wait for its machines. */
const SOON_LIMIT_MS = 5_000;
const SOON_FAILURES = 12;
const LIMIT_MS = 60_000;
/** Those who were being looked at are few, and somebody sits before each of them: a minute long they come back at once. */
const AWAITED_LIMIT_MS = 700;
const AWAITED_FAILURES = 150;

/**
 * @param failures attempts since the connection was last good, from 0
 * @param random in [0, 1)
 * @param isAwaited a session was being watched when the connection was lost
 * @returns milliseconds in [0, 0.7 s) while it is awaited; else in [0, 1 s) for the first, doubling up to [0, 5 s); after a dozen doubling on up to [0, 60 s)
 */
export function reconnectDelayMs(failures: number, random: number, isAwaited = false): number {
  if (isAwaited && failures < AWAITED_FAILURES) return random * AWAITED_LIMIT_MS;
  if (failures <= SOON_FAILURES) return random * Math.min(SOON_LIMIT_MS, FIRST_LIMIT_MS * 2 ** failures);
  return random * Math.min(LIMIT_MS, SOON_LIMIT_MS * 2 ** (failures - SOON_FAILURES));
}
