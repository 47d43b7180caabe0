/** Pointer motion at the pace of the display: the first of a frame goes at once, of the others only the last, before the next frame. */
import type { Point } from "../screen/scale.ts";
import type { RequestFrame, SendInput } from "./send-input.ts";

export class PointerMotion {
  readonly #send: SendInput;
  readonly #requestFrame: RequestFrame;
  #last: Point | null = null;
  #waiting: Point | null = null;
  /** Set while something was already sent in this frame. */
  #cancelFrame: (() => void) | null = null;

  constructor(send: SendInput, requestFrame: RequestFrame) {
    this.#send = send;
    this.#requestFrame = requestFrame;
  }

  moveTo(at: Point): void {
    this.#waiting = at;
    if (!this.#cancelFrame) this.#sendWaiting();
  }

  /** What still waits goes now: a click must find the pointer where it was made. */
  flush(): void {
    if (this.#waiting) this.#sendWaiting();
  }

  /** Nothing is known of the machine's pointer any more: the next position counts, wherever it is. */
  reset(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = null;
    this.#waiting = null;
    this.#last = null;
  }

  #sendWaiting(): void {
    const at = this.#waiting;
    this.#waiting = null;
    if (!at || (at.x === this.#last?.x && at.y === this.#last.y)) return;
    this.#last = at;
    this.#send({ type: "mouse_move", x: at.x, y: at.y });
    this.#cancelFrame ??= this.#requestFrame(() => {
      this.#cancelFrame = null;
      this.#sendWaiting();
    });
  }
}
