/** Notices a connection that is half open: a ping that nothing answers. Its pings also measure the round trip. */
import type { ViewerClock } from "./viewer-clock.ts";

/** Often enough for a round trip that means something; the relay allows 20 a second. */
const PING_EVERY_MS = 2_000;
const LOST_AFTER_MS = 10_000;

export class Heartbeat {
  readonly #clock: ViewerClock;
  readonly #ping: () => void;
  readonly #lost: () => void;
  /** The oldest ping since which nothing was heard. */
  #unansweredSinceMs: number | null = null;
  #cancel = () => {};

  constructor(clock: ViewerClock, ping: () => void, lost: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#lost = lost;
  }

  start(): void {
    this.stop();
    this.#unansweredSinceMs = null;
    this.beat();
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => {};
  }

  /** Anything that arrives is a sign of life. */
  heard(): void {
    this.#unansweredSinceMs = null;
  }

  /**
   * Pings at once. Timers of a hidden page may be a minute late: only a ping that went out, and not the time since
   * something was heard, tells whether the connection is lost.
   */
  beat(): void {
    this.#cancel();
    const now = this.#clock.now();
    if (this.#unansweredSinceMs !== null && now - this.#unansweredSinceMs >= LOST_AFTER_MS) {
      this.#lost();
      return;
    }
    this.#unansweredSinceMs ??= now;
    this.#ping();
    this.#cancel = this.#clock.after(PING_EVERY_MS, () => this.beat());
  }
}
