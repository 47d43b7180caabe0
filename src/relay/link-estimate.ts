/** What one viewer's acknowledgements say of its link: round trip at rest, and how much fits in a moment of it. */
import { type Delivery, LinkMeter } from "../../protocol/link-meter.ts";
import type { RelayLimits } from "./limits.ts";

/** A smaller message says nothing of throughput: its time is all round trip. */
const MIN_SAMPLE_BYTES = 4_096;

export class LinkEstimate {
  readonly #limits: RelayLimits;
  readonly #meter = new LinkMeter();
  /** Something large enough has been delivered to tell the throughput. */
  #isMeasured = false;
  #catchUpBytes: number;

  constructor(limits: RelayLimits) {
    this.#limits = limits;
    this.#catchUpBytes = limits.firstCatchUpBytes;
  }

  /** Size of the next catch-up update: about `catchUpMs` of the link's time. */
  get catchUpBytes(): number {
    return this.#catchUpBytes;
  }

  /** Throughput has been seen; until then nothing large is sent unless there is nothing else. */
  get isKnown(): boolean {
    return this.#isMeasured;
  }

  get bytesPerMs(): number {
    return this.#meter.bytesPerS / 1_000;
  }

  /** 0 while unknown. */
  get roundTripMs(): number {
    return this.#meter.minRttMs ?? 0;
  }

  /** It carries whatever an agent sends. */
  get isFast(): boolean {
    const { fastBytesPerMs, fastRoundTripMs } = this.#limits;
    return this.#isMeasured && this.bytesPerMs >= fastBytesPerMs && this.roundTripMs <= fastRoundTripMs;
  }

  /** Once the viewer's picture is older than this, it has fallen behind. */
  get maxLagMs(): number {
    return Math.max(this.#limits.minLagMs, this.roundTripMs + this.#limits.lagSlackMs);
  }

  /** Whether so much on the way would keep the link busy for too long. */
  wouldClog(bytes: number): boolean {
    const { firstCatchUpBytes, catchUpMs } = this.#limits;
    if (!this.#isMeasured) return bytes > firstCatchUpBytes;
    return bytes > Math.max(firstCatchUpBytes, this.bytesPerMs * (this.roundTripMs + 2 * catchUpMs));
  }

  /** A frame unacknowledged for longer than this means that the viewer lags. */
  get maxUnackedMs(): number {
    const { maxUnackedMs, unackedSlackMs } = this.#limits;
    return Math.max(maxUnackedMs, 2 * this.roundTripMs + unackedSlackMs);
  }

  /** A ping was answered. */
  observeRoundTrip(milliseconds: number): void {
    this.#meter.minRttMs = Math.min(this.#meter.minRttMs ?? milliseconds, milliseconds);
  }

  /** Something was acknowledged, in the order in which it was sent. */
  observeDelivery(delivery: Delivery): void {
    this.#meter.observe(delivery);
    if (delivery.bytes < MIN_SAMPLE_BYTES) return;
    this.#isMeasured = true;
    const { catchUpMs, minCatchUpBytes, maxCatchUpBytes } = this.#limits;
    // It at most doubles each time: a fast first answer may have come out of a buffer on the way.
    const wanted = Math.min(this.bytesPerMs * catchUpMs, 2 * this.#catchUpBytes);
    this.#catchUpBytes = Math.min(maxCatchUpBytes, Math.max(minCatchUpBytes, wanted));
  }
}
