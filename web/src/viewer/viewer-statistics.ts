/** What the statistics panel shows, over the last second; what did not happen in it keeps its last value. */
import { DelayMeter } from "./delay-meter.ts";
import type { PaintedUpdate } from "./framebuffer/framebuffer.ts";
import type { ViewerStatistics } from "./viewer-model.ts";

/** Of so many pings the median counts: the page's own hesitations are no round trip. */
const ROUND_TRIPS = 5;

export class StatisticsMeter {
  readonly #delay = new DelayMeter();
  #sinceMs: number;
  #frames = 0;
  #bytes = 0;
  #delaysMs: number[] = [];
  #decodesMs: number[] = [];
  #roundTripsMs: number[] = [];
  #newest: { stream: number; frame: number } | null = null;
  #delayMs: number | null = null;
  #decodeMs: number | null = null;
  #codec: ViewerStatistics["codec"] = null;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  roundTrip(milliseconds: number): void {
    this.#roundTripsMs.push(milliseconds);
    if (this.#roundTripsMs.length > ROUND_TRIPS) this.#roundTripsMs.shift();
  }

  painted({ source, arrivedAtMs, paintedAtMs }: PaintedUpdate): void {
    this.#frames++;
    this.#codec = source ? "tiles" : "jpeg";
    this.#decodesMs.push(paintedAtMs - arrivedAtMs);
    if (source) this.#observeDelay(source, paintedAtMs);
  }

  /** The connection was lost: the next picture may be an old one, and the next round trip another. */
  reset(): void {
    this.#newest = null;
    this.#roundTripsMs = [];
    this.#delayMs = null;
  }

  /** What there is since the last time. */
  take(nowMs: number): ViewerStatistics {
    const seconds = Math.max(0.001, (nowMs - this.#sinceMs) / 1_000);
    const roundTripMs = median(this.#roundTripsMs);
    const waitMs = median(this.#delaysMs);
    if (waitMs !== null) this.#delayMs = waitMs + (roundTripMs ?? 0) / 2;
    this.#decodeMs = median(this.#decodesMs) ?? this.#decodeMs;
    const statistics: ViewerStatistics = {
      framesPerSecond: this.#frames / seconds,
      bitsPerSecond: (this.#bytes * 8) / seconds,
      roundTripMs,
      delayMs: this.#delayMs,
      decodeMs: this.#decodeMs,
      codec: this.#codec,
    };
    this.#sinceMs = nowMs;
    this.#frames = 0;
    this.#bytes = 0;
    this.#delaysMs = [];
    this.#decodesMs = [];
    return statistics;
  }

  /**
   * The relay sends a viewer what it lacks with the time of the newest frame, however long ago that was: the first
   * picture, and one whose number was there before, tell nothing of the delay.
   */
  #observeDelay(source: { stream: number; frame: number; capturedAtMs: number }, paintedAtMs: number): void {
    const { stream, frame, capturedAtMs } = source;
    const before = this.#newest;
    this.#newest = { stream, frame };
    if (before?.stream !== stream) this.#delay.reset();
    else if (frame > before.frame) this.#delaysMs.push(this.#delay.observe(capturedAtMs, paintedAtMs));
  }
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}
