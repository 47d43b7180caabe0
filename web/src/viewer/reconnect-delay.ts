/** How long a lost viewer waits before it tries again. */
import { CLOSE } from "../../../protocol/close-codes.ts";

const FIRST_MS = 300;
const MAX_MS = 5_000;

/**
 * Doubles with each try, and is up to half of that shorter at random: after a server's restart not all viewers come at once.
 * @param attempt 1 for the first try after a loss
 * @param random between 0 and 1
 */
export function reconnectDelayMs(attempt: number, closeCode: number, random: number): number {
  const longest = closeCode === CLOSE.tooMany ? MAX_MS : Math.min(MAX_MS, FIRST_MS * 2 ** (attempt - 1));
  return attempt === 1 && closeCode !== CLOSE.tooMany ? longest : longest * (1 - random / 2);
}
