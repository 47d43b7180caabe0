/**
 * How long a message was on its way, from the sender's clock and the receiver's, which need not agree: the quickest
 * message of late shows how far they are apart. Input that is too old is dropped rather than replayed (limits.ts).
 */

/** Clocks drift by up to 0.1 ms a second: what was quickest counts for one to two of these. */
const WINDOW_MS = 60_000;

/**
 * What waited somewhere arrives in one burst. Messages that are all too late for longer than this are none: one of the
 * clocks has jumped, as when a laptop slept.
 */
const JUMP_MS = 3_000;

export class MessageAge {
  readonly #maxAgeMs: number;
  #windowEndsMs = Number.NEGATIVE_INFINITY;
  /** Least difference of the two clocks in the window before this one, and in this one. */
  #leastBefore = Number.POSITIVE_INFINITY;
  #least = Number.POSITIVE_INFINITY;
  #staleSinceMs: number | null = null;

  constructor(maxAgeMs: number) {
    this.#maxAgeMs = maxAgeMs;
  }

  /**
   * Takes one message into account; all of a connection should be told, in the order in which they came.
   * @param sentAtMs the sender's monotonic clock
   * @param nowMs the receiver's monotonic clock
   * @returns true: it has been on its way for longer than allowed
   */
  isStale(sentAtMs: number, nowMs: number): boolean {
    const difference = nowMs - sentAtMs;
    if (nowMs >= this.#windowEndsMs) {
      this.#windowEndsMs = nowMs + WINDOW_MS;
      this.#leastBefore = this.#least;
      this.#least = Number.POSITIVE_INFINITY;
    }
    this.#least = Math.min(this.#least, difference);
    if (difference - Math.min(this.#least, this.#leastBefore) <= this.#maxAgeMs) {
      this.#staleSinceMs = null;
      return false;
    }
    this.#staleSinceMs ??= nowMs;
    if (nowMs - this.#staleSinceMs <= JUMP_MS) return true;
    this.#least = difference;
    this.#leastBefore = difference;
    this.#staleSinceMs = null;
    return false;
  }
}
