/** Fingers as a pointer: a tap clicks, a long press clicks right, one finger drags, two scroll the machine or zoom the picture. */
import type { Point } from "../screen/scale.ts";

const LONG_PRESS_MS = 500;
/** A finger that lies still still trembles, in CSS pixels. */
const TREMBLE = 10;
const PIXELS_PER_NOTCH = 40;

export type TouchActions = {
  tap(at: Point): void;
  longPress(at: Point): void;
  /** The first call of a drag is where it began; `isDown` is false where it ends. */
  drag(at: Point, isDown: boolean): void;
  scroll(at: Point, notches: { dx: number; dy: number }): void;
  /** What was under `from`, in the middle of the fingers, is to be under `to`, `factor` times as large. */
  pinch(from: Point, to: Point, factor: number): void;
};

type Gesture =
  | { kind: "none" }
  | { kind: "press"; start: Point; cancel: () => void }
  | { kind: "drag" }
  /** Two fingers that have not moved yet. */
  | { kind: "pair"; start: Span }
  | { kind: "scroll" }
  | { kind: "pinch"; last: Span }
  /** Decided: what is left of the fingers means nothing more. */
  | { kind: "over" };

/** Of two fingers. */
type Span = { centre: Point; distance: number };

export class TouchGestures {
  readonly #actions: TouchActions;
  readonly #schedule: (step: () => void, delayMs: number) => () => void;
  readonly #fingers = new Map<number, Point>();
  #gesture: Gesture = { kind: "none" };

  constructor(actions: TouchActions, schedule: (step: () => void, delayMs: number) => () => void) {
    this.#actions = actions;
    this.#schedule = schedule;
  }

  down(finger: number, at: Point): void {
    this.#fingers.set(finger, at);
    if (this.#fingers.size === 1) {
      const cancel = this.#schedule(() => {
        this.#gesture = { kind: "over" };
        this.#actions.longPress(at);
      }, LONG_PRESS_MS);
      this.#gesture = { kind: "press", start: at, cancel };
    } else if (this.#gesture.kind === "press") {
      this.#gesture.cancel();
      this.#gesture = { kind: "pair", start: this.#span() };
    }
  }

  move(finger: number, at: Point): void {
    const before = this.#fingers.get(finger);
    if (!before) return;
    this.#fingers.set(finger, at);
    if (this.#gesture.kind === "pair") this.#decide(this.#gesture.start);
    if (this.#gesture.kind === "scroll") this.#scroll(before, at);
    if (this.#gesture.kind === "pinch") this.#pinch(this.#gesture.last);
    if (this.#gesture.kind === "press" && distance(this.#gesture.start, at) > TREMBLE) {
      this.#gesture.cancel();
      this.#actions.drag(this.#gesture.start, true);
      this.#gesture = { kind: "drag" };
    }
    if (this.#gesture.kind === "drag") this.#actions.drag(at, true);
  }

  up(finger: number, at: Point): void {
    if (!this.#fingers.delete(finger)) return;
    if (this.#gesture.kind === "press") {
      this.#gesture.cancel();
      this.#actions.tap(this.#gesture.start);
    } else if (this.#gesture.kind === "drag") this.#actions.drag(at, false);
    this.#gesture = { kind: this.#fingers.size === 0 ? "none" : "over" };
  }

  cancel(): void {
    if (this.#gesture.kind === "press") this.#gesture.cancel();
    this.#fingers.clear();
    this.#gesture = { kind: "none" };
  }

  /** Fingers that go apart zoom, fingers that go together scroll; it stays at that until they are lifted. */
  #decide(start: Span): void {
    const now = this.#span();
    const apart = Math.abs(now.distance - start.distance);
    const along = distance(now.centre, start.centre);
    if (Math.max(apart, along) <= TREMBLE) return;
    this.#gesture = apart > along ? { kind: "pinch", last: start } : { kind: "scroll" };
  }

  #pinch(last: Span): void {
    const now = this.#span();
    this.#gesture = { kind: "pinch", last: now };
    if (last.distance > 0) this.#actions.pinch(last.centre, now.centre, now.distance / last.distance);
  }

  #span(): Span {
    const [a = { x: 0, y: 0 }, b = a] = this.#fingers.values();
    return { centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, distance: distance(a, b) };
  }

  /** The page follows the fingers: what is under them moves along. Each finger gives its share. */
  #scroll(from: Point, to: Point): void {
    const share = 1 / (PIXELS_PER_NOTCH * this.#fingers.size);
    this.#actions.scroll(to, { dx: (from.x - to.x) * share, dy: (from.y - to.y) * share });
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
