/** Time as the agent uses it, so that tests can turn it by hand. */

export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Runs `action` once after `ms`; the answer cancels it. */
  after(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  // Monotonic: a machine whose wall clock is set back must not stop pinging.
  now: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
