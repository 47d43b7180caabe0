/** When a whole JPEG frame is due: on change only, at most so many a second, and the last change is never left out. */

export class WholeFrames {
  readonly #intervalMs: number;
  #isChanged = false;
  #sentAtMs = Number.NEGATIVE_INFINITY;

  constructor(fps: number) {
    this.#intervalMs = 1000 / fps;
  }

  noteChange(): void {
    this.#isChanged = true;
  }

  noteSent(nowMs: number): void {
    this.#isChanged = false;
    this.#sentAtMs = nowMs;
  }

  /** 0: one is due. Infinity: nothing has changed. */
  waitMs(nowMs: number): number {
    return this.#isChanged ? this.roomInMs(nowMs) : Number.POSITIVE_INFINITY;
  }

  /** How long until the rate allows another one, changed or not. */
  roomInMs(nowMs: number): number {
    return Math.max(0, this.#sentAtMs + this.#intervalMs - nowMs);
  }
}
