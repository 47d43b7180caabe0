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

/**
 * Positive: right and down. Fractions are kept: a touchpad sends many small parts of a notch.
 * @param devicePixelRatio a zoomed page's deltas are smaller by it
 */
export function notchesOf(turn: WheelTurn, devicePixelRatio = 1): { dx: number; dy: number } {
  const along = (delta: number, wheelDelta = 0) =>
    notches({ delta, wheelDelta, mode: turn.deltaMode }, devicePixelRatio);
  return { dx: along(turn.deltaX, turn.wheelDeltaX), dy: along(turn.deltaY, turn.wheelDeltaY) };
}

function notches(turn: { delta: number; wheelDelta: number; mode: number }, devicePixelRatio: number): number {
  const { delta, mode } = turn;
  if (mode === 1) return delta / LINES_PER_NOTCH;
  if (mode === 2) return delta * NOTCHES_PER_PAGE;
  const wheelDelta = Math.abs(turn.wheelDelta);
  if (delta === 0 || wheelDelta === Math.abs(delta) * TOUCHPAD_RATIO) return delta / PIXELS_PER_NOTCH;
  const zoom = isWhole(wheelDelta / WHEEL_DELTA_PER_NOTCH) ? 1 : devicePixelRatio;
  const clicks = (wheelDelta * zoom) / WHEEL_DELTA_PER_NOTCH;
  if (!isWhole(clicks)) return delta / PIXELS_PER_NOTCH;
  // About a notch's pixels for each click of the wheel (Windows sends 100): then it is one.
  const pixelNotches = (delta * zoom) / PIXELS_PER_NOTCH;
  const share = Math.abs(pixelNotches) / clicks;
  return share > 0.6 && share < 1.4 ? Math.sign(delta) * clicks : pixelNotches;
}

function isWhole(value: number): boolean {
  return value >= 1 && Math.abs(value - Math.round(value)) < 0.01;
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
