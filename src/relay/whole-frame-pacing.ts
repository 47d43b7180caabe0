/**
 * Newest wins, for one viewer of whole JPEG frames: it need not acknowledge anything, so what its socket has not yet
 * taken decides. Of the frames that come meanwhile only the newest is held.
 */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { ViewerLink } from "./links.ts";

export class WholeFramePacing {
  readonly viewer: ViewerLink;
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  #held: Uint8Array | null = null;
  /** Frames sent; a viewer that acknowledges counts the frames it got, from 1. */
  #sent = 0;
  #acknowledged = 0;
  #lastAckMs = Number.NEGATIVE_INFINITY;

  constructor(viewer: ViewerLink, clock: Clock, limits: RelayLimits) {
    this.viewer = viewer;
    this.#clock = clock;
    this.#limits = limits;
  }

  offer(jpeg: Uint8Array): void {
    this.#held = jpeg;
    this.advance();
  }

  acknowledge(frame: number): void {
    if (frame > this.#sent) return;
    this.#acknowledged = Math.max(this.#acknowledged, frame);
    this.#lastAckMs = this.#clock.now();
    this.advance();
  }

  /** The socket may have room again. */
  advance(): void {
    if (!this.#held || this.viewer.bufferedBytes() > 0 || this.#waitsForAck()) return;
    const jpeg = this.#held;
    this.#held = null;
    this.#sent++;
    this.viewer.sendBinary(jpeg);
  }

  forgetHeld(): void {
    this.#held = null;
  }

  #waitsForAck(): boolean {
    const acknowledgesLately = this.#clock.now() - this.#lastAckMs < this.#limits.wholeFrameAckTimeoutMs;
    return acknowledgesLately && this.#sent - this.#acknowledged >= this.#limits.maxUnackedWholeFrames;
  }
}
