/** Asks for the whole picture when a part of it could not be decoded: at once, but not again and again. */
import type { ViewerClock } from "./viewer-clock.ts";

/** A picture that can never be decoded here would be sent without end. */
const AGAIN_AFTER_MS = 2_000;

export class RefreshRequest {
  readonly #clock: ViewerClock;
  readonly #ask: () => void;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #isPending = false;
  #cancel = () => {};

  constructor(clock: ViewerClock, ask: () => void) {
    this.#clock = clock;
    this.#ask = ask;
  }

  /** A picture was lost. */
  need(): void {
    if (this.#isPending) return;
    const waitMs = this.#askedAtMs + AGAIN_AFTER_MS - this.#clock.now();
    if (waitMs <= 0) {
      this.#askedAtMs = this.#clock.now();
      this.#ask();
      return;
    }
    this.#isPending = true;
    this.#cancel = this.#clock.after(waitMs, () => {
      this.#isPending = false;
      this.need();
    });
  }

  /** A new connection begins with the whole picture anyway. */
  reset(): void {
    this.#cancel();
    this.#isPending = false;
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
  }
}
