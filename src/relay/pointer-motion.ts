/**
 * Pointer motion of one viewer, at most so many messages a second: what comes faster is merged, and nothing of it is
 * lost: the last position always arrives, wheel notches add up, and a click goes after the motion that led to it.
 */
import type { ViewerMessage } from "../../protocol/messages/viewer-to-relay.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import { TokenBucket } from "./rate-limit.ts";

export type MotionMessage = Extract<ViewerMessage, { type: "mouse_move" | "mouse_scroll" }>;

/** The schema's bound for one message (viewer-to-relay.ts). */
const MAX_NOTCHES = 1_000;

export class PointerMotion {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #bucket: TokenBucket;
  readonly #forward: (message: MotionMessage) => void;
  /** Held back, in the order in which they came; neighbours of one kind are merged. */
  #held: MotionMessage[] = [];
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, limits: RelayLimits, forward: (message: MotionMessage) => void) {
    this.#clock = clock;
    this.#intervalMs = Math.ceil(1_000 / limits.motionRate.perSecond);
    this.#bucket = new TokenBucket(limits.motionRate, clock.now());
    this.#forward = forward;
  }

  push(message: MotionMessage): void {
    if (this.#held.length === 0 && this.#bucket.take(this.#clock.now())) {
      this.#forward(message);
      return;
    }
    const last = this.#held.at(-1);
    const merged = last && mergeMotion(last, message);
    if (merged) this.#held[this.#held.length - 1] = merged;
    else this.#held.push(message);
    // Moves and scrolls in turn can't be merged: past a handful they are forwarded as they are.
    if (this.#held.length > 8) this.flush();
    else this.#cancelTimer ??= this.#clock.after(this.#intervalMs, () => this.flush());
  }

  /** Forwards what is held: something that must come after it is about to be forwarded. */
  flush(): void {
    this.clear(this.#forward);
  }

  /** The viewer is gone, or may not move the pointer now. */
  clear(each?: (message: MotionMessage) => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const held = this.#held;
    this.#held = [];
    if (each) for (const message of held) each(message);
  }
}

/** One message that says what both say; null: they differ in kind. */
function mergeMotion(first: MotionMessage, second: MotionMessage): MotionMessage | null {
  if (first.type === "mouse_move" && second.type === "mouse_move") return second;
  if (first.type !== "mouse_scroll" || second.type !== "mouse_scroll") return null;
  const dx = first.dx + second.dx;
  const dy = first.dy + second.dy;
  if (Math.abs(dx) > MAX_NOTCHES || Math.abs(dy) > MAX_NOTCHES) return null;
  return { ...second, dx, dy };
}
