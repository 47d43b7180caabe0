/** From the browser's wheel events to notches of the machine's wheel, at most one message a frame. */
import type { Point } from "../screen/scale.ts";
import type { RequestFrame, SendInput } from "./send-input.ts";

const PIXELS_PER_NOTCH = 120;
/** What a notch scrolls in browsers that count lines. */
const LINES_PER_NOTCH = 3;
const NOTCHES_PER_PAGE = 8;
/** The unit of `wheelDelta`: one notch of a mouse wheel. */
const WHEEL_DELTA_PER_NOTCH = 120;
/** A touchpad's `wheelDelta` is its pixels times this. */
const TOUCHPAD_RATIO = 3;

export type WheelTurn = Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode"> & {
  /** Not in the standard, but in every browser; it alone tells a wheel's notch from pixels, which systems scale at will. */
  wheelDeltaX?: number;
  wheelDeltaY?: number;
};

/** Positive: right and down. Fractions are kept: a touchpad sends many small parts of a notch. */
export function notchesOf(turn: WheelTurn): { dx: number; dy: number } {
  return {
    dx: notches(turn.deltaX, turn.deltaMode, turn.wheelDeltaX),
    dy: notches(turn.deltaY, turn.deltaMode, turn.wheelDeltaY),
  };
}

function notches(delta: number, mode: number, wheelDelta: number | undefined): number {
  if (delta === 0) return 0;
  if (mode === 1) return delta / LINES_PER_NOTCH;
  if (mode === 2) return delta * NOTCHES_PER_PAGE;
  const isMouseWheel =
    wheelDelta !== undefined &&
    wheelDelta !== 0 &&
    wheelDelta % WHEEL_DELTA_PER_NOTCH === 0 &&
    Math.abs(wheelDelta) !== Math.abs(delta) * TOUCHPAD_RATIO;
  return isMouseWheel ? -wheelDelta / WHEEL_DELTA_PER_NOTCH : delta / PIXELS_PER_NOTCH;
}

/** Adds up what comes within one frame, as for motion: the first goes at once. */
export class WheelMotion {
  readonly #send: SendInput;
  readonly #requestFrame: RequestFrame;
  #dx = 0;
  #dy = 0;
  #at: Point = { x: 0, y: 0 };
  #cancelFrame: (() => void) | null = null;

  constructor(send: SendInput, requestFrame: RequestFrame) {
    this.#send = send;
    this.#requestFrame = requestFrame;
  }

  turn({ dx, dy }: { dx: number; dy: number }, at: Point): void {
    this.#dx += dx;
    this.#dy += dy;
    this.#at = at;
    if (!this.#cancelFrame) this.flush();
  }

  flush(): void {
    const dx = rounded(this.#dx);
    const dy = rounded(this.#dy);
    if (dx === 0 && dy === 0) return;
    this.#dx = 0;
    this.#dy = 0;
    this.#send({ type: "mouse_scroll", dx, dy, x: this.#at.x, y: this.#at.y });
    this.#cancelFrame ??= this.#requestFrame(() => {
      this.#cancelFrame = null;
      this.flush();
    });
  }

  reset(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = null;
    this.#dx = 0;
    this.#dy = 0;
  }
}

/** Floating-point dust has no place in a message; −1,000 to 1,000 is what the contract takes. */
function rounded(value: number): number {
  return Math.min(Math.max(Math.round(value * 10_000) / 10_000, -1_000), 1_000);
}
