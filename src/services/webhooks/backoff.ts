/** When a message that did not get through is tried again. */
import { MAX_DELIVERY_ATTEMPTS } from "../../../protocol/limits.ts";

const [SECOND_MS, MINUTE_MS, HOUR_MS] = [1_000, 60_000, 3_600_000];

/** After the first attempt, the second, …: together about a day. A restart of the receiver is over after the second. */
const DELAYS_MS = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 15 * HOUR_MS];

/** Up to a fifth more or less: what failed together does not come back together. */
const JITTER = 0.2;

/** null: it was the last one. */
export function delayAfter(attemptCount: number, random: () => number = Math.random): number | null {
  if (attemptCount >= MAX_DELIVERY_ATTEMPTS) return null;
  const delay = DELAYS_MS[attemptCount - 1] ?? 0;
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random()));
}
