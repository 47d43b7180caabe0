/** How often to look at a screen that tells of no changes: often while it moves, seldom while it rests. */

const FASTEST_MS = 25;
const SLOWEST_MS = 250;
const SLOWER_BY = 1.3;
/** Looking costs time: the pause is at least this many times as long, so that a core is never taken. */
const MIN_PAUSE_PER_COST = 1;

export class PollRate {
  #intervalMs = FASTEST_MS;

  /** @returns the pause before the next look */
  next(hasChanged: boolean, costMs: number): number {
    this.#intervalMs = hasChanged ? FASTEST_MS : Math.min(SLOWEST_MS, this.#intervalMs * SLOWER_BY);
    return Math.max(this.#intervalMs, costMs * MIN_PAUSE_PER_COST);
  }

  hurry(): void {
    this.#intervalMs = FASTEST_MS;
  }
}
