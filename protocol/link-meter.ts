/** What the way to the viewer is like, from acknowledgements: its shortest round trip and the bytes it carries a second. */

/** Before anything is known: small enough for 256 kbit/s, and one good answer away from more. */
const INITIAL_BYTES_PER_S = 64_000;
/** Updates below this many bytes tell the round trip, not the throughput. */
const MIN_MEASURED_BYTES = 2_048;
const SMALL_BYTES = 4_096;
/** Clocks and event loops are no finer than this; what came faster shows only that the link carries at least that. */
const MIN_SERVICE_MS = 3;
const MAX_BYTES_PER_S = 125_000_000;
/** How fast a longer round trip is believed: routes change seldom, queues often. */
const RTT_DRIFT = 0.1;
const DROP_WEIGHT = 0.75;
const RISE_WEIGHT = 0.4;
/** A small update that came late was kept waiting by somebody's event loop at least as likely as by the link. */
const LOADED_BYTES = 16 * 1024;
const JITTER_MS = 15;
/** On a slow link a small update loads it too: when it should take this long. */
const LOADED_SHARE_MS = 40;
const JITTER_WEIGHT = 0.1;
/** Deliveries right behind one another are judged together over about so long: a late answer is followed by an early one. */
const RUN_MS = 60;

/** What somebody else has measured of the link. */
export type KnownLink = { bytesPerS: number; roundTripMs: number };

export type Delivery = {
  bytes: number;
  sentAtMs: number;
  /** Nothing else was on the way when it was sent. */
  wasAlone: boolean;
  /** When it had arrived and was decoded. */
  ackedAtMs: number;
  /** Of that, what the viewer spent on decoding and painting. */
  decodeMs: number;
};

export class LinkMeter {
  bytesPerS = INITIAL_BYTES_PER_S;
  /** Undefined before the first acknowledgement. */
  minRttMs: number | undefined;
  #lastArrivalMs = Number.NEGATIVE_INFINITY;
  /** The latest deliveries between which the link was never idle, oldest first. */
  #run: { bytes: number; serviceMs: number }[] = [];

  constructor(known?: KnownLink) {
    if (!known) return;
    this.bytesPerS = known.bytesPerS;
    this.minRttMs = known.roundTripMs;
  }

  /** Deliveries in the order in which they were sent. */
  observe({ bytes, sentAtMs, wasAlone, ackedAtMs, decodeMs }: Delivery): void {
    const arrivedAtMs = Math.max(sentAtMs, ackedAtMs - decodeMs);
    const rttMs = arrivedAtMs - sentAtMs;
    const minRttMs = this.#observeRtt(rttMs, bytes, wasAlone);
    // The link served this one from when the one before it was through, or when it came to the link itself.
    const earliestMs = sentAtMs + minRttMs;
    const serviceMs = arrivedAtMs - Math.max(this.#lastArrivalMs, earliestMs);
    if (earliestMs > this.#lastArrivalMs) this.#run = [];
    this.#lastArrivalMs = arrivedAtMs;
    const ofRun = this.#addToRun(bytes, serviceMs);
    // Long enough, it is judged by itself; a short one may only be the end of what came late.
    if (bytes < MIN_MEASURED_BYTES) return;
    if (serviceMs < JITTER_MS) this.#observeService(ofRun.bytes, ofRun.serviceMs);
    else this.#observeService(bytes, serviceMs);
  }

  #addToRun(bytes: number, serviceMs: number): { bytes: number; serviceMs: number } {
    const run = this.#run;
    run.push({ bytes, serviceMs });
    const sum = { bytes: 0, serviceMs: 0 };
    // From the newest back: as few as are long enough together.
    let from = run.length;
    while (from > 0 && sum.serviceMs < RUN_MS) {
      from -= 1;
      sum.bytes += run[from]?.bytes ?? 0;
      sum.serviceMs += run[from]?.serviceMs ?? 0;
    }
    run.splice(0, from);
    return sum;
  }

  #observeService(bytes: number, serviceMs: number): void {
    const isLoaded = bytes >= LOADED_BYTES;
    const sample = (bytes * 1000) / Math.max(serviceMs, MIN_SERVICE_MS);
    const isOnlyBound = serviceMs < (isLoaded ? MIN_SERVICE_MS : JITTER_MS);
    if (isOnlyBound) {
      this.bytesPerS = Math.min(MAX_BYTES_PER_S, Math.max(this.bytesPerS, sample));
      return;
    }
    const dropWeight = isLoaded || bytes * 1000 >= this.bytesPerS * LOADED_SHARE_MS ? DROP_WEIGHT : JITTER_WEIGHT;
    this.bytesPerS += (sample - this.bytesPerS) * (sample < this.bytesPerS ? dropWeight : RISE_WEIGHT);
  }

  /** @returns the round trip to reckon with for this delivery */
  #observeRtt(rttMs: number, bytes: number, wasAlone: boolean): number {
    const isSmall = bytes <= SMALL_BYTES;
    // Of a first large update nobody can say how much of its time was distance: all of it counts as transfer.
    if (this.minRttMs === undefined && !isSmall) return 0;
    const known = this.minRttMs ?? rttMs;
    if (rttMs <= known) this.minRttMs = rttMs;
    else if (isSmall && wasAlone) this.minRttMs = known + (rttMs - known) * RTT_DRIFT;
    return this.minRttMs ?? known;
  }
}
