/** Whether the person at an attended machine has agreed to a session; no answer in time is a no. */
import type { Clock } from "./clock.ts";

export class Consent {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onTimeout: () => void;
  #isGranted = false;
  #waiting: { until: string; cancel: () => void } | null = null;

  constructor(clock: Clock, timeoutMs: number, onTimeout: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onTimeout = onTimeout;
  }

  get isGranted(): boolean {
    return this.#isGranted;
  }

  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** Until when the person may answer, UTC; null: nobody was asked. */
  get until(): string | null {
    return this.#waiting?.until ?? null;
  }

  /** The person is being asked; asking again while that lasts gives no new time. */
  wait(): void {
    if (this.#waiting) return;
    const cancel = this.#clock.after(this.#timeoutMs, () => {
      this.#waiting = null;
      this.#onTimeout();
    });
    this.#waiting = { until: this.#clock.isoTime(this.#timeoutMs), cancel };
  }

  grant(): void {
    this.forget();
    this.#isGranted = true;
  }

  /** Neither asked nor answered: another connection of the agent asks anew. */
  forget(): void {
    this.#waiting?.cancel();
    this.#waiting = null;
    this.#isGranted = false;
  }
}
