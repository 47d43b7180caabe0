/** Time as the relay sees it, so that tests can move it: a monotonic clock for intervals, the calendar for people. */

export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** UTC, ISO-8601, for fields that people and clients read; `inMs` from now. */
  isoTime(inMs?: number): string;
  /** Runs once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  isoTime: (inMs = 0) => new Date(Date.now() + inMs).toISOString(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    // A lingering session must not keep a process alive that is otherwise done.
    timer.unref();
    return () => clearTimeout(timer);
  },
};
