/** A clock that stands still until a test moves it. */
import type { Clock } from "../../src/relay/clock.ts";

export class ManualClock implements Clock {
  #nowMs = 1_000;
  readonly #timers = new Set<{ dueMs: number; run: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  isoTime(inMs = 0): string {
    return new Date(1_700_000_000_000 + this.#nowMs + inMs).toISOString();
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets this much time pass; timers run in the order in which they are due. */
  advance(milliseconds: number): void {
    const untilMs = this.#nowMs + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      due.run();
    }
    this.#nowMs = untilMs;
  }
}
