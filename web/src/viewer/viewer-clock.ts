/** Time as the viewer's connection needs it; tests hand in one that stands still. */
export type ViewerClock = {
  /** Milliseconds, monotonic. */
  now(): number;
  /** ISO-8601, this many milliseconds from now. */
  isoTime(inMs?: number): string;
  /** @returns cancels it */
  after(delayMs: number, run: () => void): () => void;
};

export const browserClock: ViewerClock = {
  now: () => performance.now(),
  isoTime: (inMs = 0) => new Date(Date.now() + inMs).toISOString(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
