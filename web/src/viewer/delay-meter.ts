/** How old the picture is when it is painted, from two clocks that do not agree: the agent's and this page's. */

const CLOCK_RANGE_MS = 2 ** 32;
/** Clocks drift by up to 0.1 ms a second: what was quickest counts for one to two of these. */
const WINDOW_MS = 60_000;

export class DelayMeter {
  /** The first difference: all others are told from it, so that the agent's clock may begin anew at 2³². */
  #origin: number | null = null;
  #windowEndsMs = 0;
  #least = Number.POSITIVE_INFINITY;
  #leastBefore = Number.POSITIVE_INFINITY;

  /** Another clock, or the same with other pictures: what was known counts no more. */
  reset(): void {
    this.#origin = null;
    this.#least = Number.POSITIVE_INFINITY;
    this.#leastBefore = Number.POSITIVE_INFINITY;
  }

  /**
   * @param capturedAtMs the agent's clock, modulo 2³²
   * @param paintedAtMs this page's clock
   * @returns milliseconds beyond the quickest picture of late
   */
  observe(capturedAtMs: number, paintedAtMs: number): number {
    if (this.#origin === null) {
      this.#origin = paintedAtMs - capturedAtMs;
      this.#windowEndsMs = paintedAtMs + WINDOW_MS;
    }
    const difference = nearest(paintedAtMs - capturedAtMs - this.#origin);
    if (paintedAtMs >= this.#windowEndsMs) {
      this.#windowEndsMs = paintedAtMs + WINDOW_MS;
      this.#leastBefore = this.#least;
      this.#least = Number.POSITIVE_INFINITY;
    }
    this.#least = Math.min(this.#least, difference);
    return difference - Math.min(this.#least, this.#leastBefore);
  }
}

/** The same modulo 2³², between −2³¹ and 2³¹. */
function nearest(difference: number): number {
  return difference - Math.round(difference / CLOCK_RANGE_MS) * CLOCK_RANGE_MS;
}
