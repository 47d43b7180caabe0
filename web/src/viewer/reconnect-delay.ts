/** How long a lost viewer waits before it tries again. */
import { CLOSE } from "../../../protocol/close-codes.ts";

const FIRST_MS = 300;
/** A server that restarts is back within a minute: who watches shall be back within a second of it. */
const SOON_MS = 1_000;
const SOON_ATTEMPTS = 60;
const LATER_MS = 5_000;

/**
 * Doubles with each try up to a second, later five, and is up to half of that shorter at random: after a server's restart
 * not all viewers come at once.
 * @param attempt 1 for the first try after a loss
 * @param random between 0 and 1
 */
export function reconnectDelayMs(attempt: number, closeCode: number, random: number): number {
  if (closeCode === CLOSE.tooMany) return LATER_MS * (1 - random / 2);
  if (attempt === 1) return FIRST_MS;
  const longest = attempt <= SOON_ATTEMPTS ? Math.min(SOON_MS, FIRST_MS * 2 ** (attempt - 1)) : LATER_MS;
  return longest * (1 - random / 2);
}
