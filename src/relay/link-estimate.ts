/** What one viewer's acknowledgements say of its link: round trip at rest, and how much fits in a moment of it. */
import type { RelayLimits } from "./limits.ts";

/** A smaller message says nothing of throughput: its time is all round trip. */
const MIN_SAMPLE_BYTES = 4_096;

export class LinkEstimate {
  readonly #limits: RelayLimits;
  #minRoundTripMs = Number.POSITIVE_INFINITY;
  #bytesPerMs = 0;
  #catchUpBytes: number;

  constructor(limits: RelayLimits) {
    this.#limits = limits;
    this.#catchUpBytes = limits.firstCatchUpBytes;
  }

  /** Size of the next catch-up update: about `catchUpMs` of the link's time. */
  get catchUpBytes(): number {
    return this.#catchUpBytes;
  }

  /** A frame unacknowledged for longer than this means that the viewer lags. */
  get maxUnackedMs(): number {
    const { maxUnackedMs, unackedSlackMs } = this.#limits;
    if (this.#minRoundTripMs === Number.POSITIVE_INFINITY) return maxUnackedMs;
    return Math.max(maxUnackedMs, 2 * this.#minRoundTripMs + unackedSlackMs);
  }

  /** A ping was answered. */
  observeRoundTrip(milliseconds: number): void {
    this.#minRoundTripMs = Math.min(this.#minRoundTripMs, milliseconds);
  }

  /**
   * A frame was acknowledged.
   * @param bytes on the way when it was sent, itself included: all of it has now arrived
   * @param travelMs from sending to acknowledgement, without decoding
   */
  observeDelivery(bytes: number, travelMs: number): void {
    // Before the first pong the whole time counts as transfer, which errs on the side of small updates.
    const roundTripMs = this.#minRoundTripMs === Number.POSITIVE_INFINITY ? 0 : this.#minRoundTripMs;
    this.observeRoundTrip(travelMs);
    if (bytes < MIN_SAMPLE_BYTES) return;
    const bytesPerMs = bytes / Math.max(1, travelMs - roundTripMs);
    this.#bytesPerMs = this.#bytesPerMs === 0 ? bytesPerMs : (this.#bytesPerMs + bytesPerMs) / 2;
    const { catchUpMs, minCatchUpBytes, maxCatchUpBytes } = this.#limits;
    // It at most doubles each time: a fast first answer may have come out of a buffer on the way.
    const wanted = Math.min(this.#bytesPerMs * catchUpMs, 2 * this.#catchUpBytes);
    this.#catchUpBytes = Math.min(maxCatchUpBytes, Math.max(minCatchUpBytes, wanted));
  }
}
