/**
 * When the next update may go and how large it may be: never so much on the way that what is shown grows old. Damage that
 * comes meanwhile adds up at the capturer, so nothing queues here. Pure: the caller brings the time.
 */
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import { type KnownLink, LinkMeter } from "../../protocol/link-meter.ts";

/** Updates on the way at once where the round trip is short: one travels while the next is made. */
const MIN_IN_FLIGHT = 2;
const MAX_IN_FLIGHT = 16;
/** What may wait at the bottleneck beyond what fits on the way. */
const MAX_QUEUE_MS = 100;
/** One update takes the link for about so long. */
const UPDATE_LINK_MS = 200;
/** Below this, headers and single cells do not fit. */
const MIN_BUDGET_BYTES = 6 * 1024;
/** One message must stay below the protocol's limit, with room for a rect that turns out larger than was thought. */
const MAX_BUDGET_BYTES = MAX_FRAME_BYTES / 2;
/** An update that answers an input may overtake: so many more than the window, each so short. */
const ANSWERS_BEYOND_WINDOW = 2;
const ANSWER_LINK_MS = 50;
/** A round trip that takes as long as half an update. */
const LONG_WAY_MS = 100;
/** Without any acknowledgement for so long, what was on the way counts as lost with its viewer. */
const LOST_AFTER_MS = 10_000;
/** Frames that may follow one another at once after a rest, so that the cap delays no lone keystroke. */
const BURST = 2;
const ROUNDING = 1e-3;

type InFlight = { frame: number; bytes: number; sentAtMs: number; wasAlone: boolean };

export class Pacing {
  readonly link: LinkMeter;
  readonly #maxFps: number;
  #inFlight: InFlight[] = [];
  #bytesInFlight = 0;
  #ackedAtMs = Number.NEGATIVE_INFINITY;
  #tokens = BURST;
  #tokensAtMs = 0;

  constructor(maxFps: number, known?: KnownLink) {
    this.link = new LinkMeter(known);
    this.#maxFps = maxFps;
  }

  /**
   * How long an update has to wait; 0: go. Infinity: until an acknowledgement comes.
   * @param isAnswer it answers an input: it may go a little beyond the cap and the window
   */
  waitMs(nowMs: number, isAnswer = false): number {
    this.#dropLost(nowMs);
    const hasRoom = isAnswer ? this.#inFlight.length < this.#maxInFlight + ANSWERS_BEYOND_WINDOW : this.#isWindowOpen;
    if (!hasRoom) return Number.POSITIVE_INFINITY;
    const missing = 1 - this.#tokensAt(nowMs) - (isAnswer ? ANSWERS_BEYOND_WINDOW : 0);
    // A timer that was set for a whole token must not find one short of it by rounding.
    return missing < ROUNDING ? 0 : (missing * 1000) / this.#maxFps;
  }

  /**
   * The time for what can wait, such as sharpening: nothing is on the way, or the way is so long that the link would stand
   * idle for most of it. Live damage then waits for this alone: what is on the way is not yet all that the way holds.
   */
  mayRefine(nowMs: number): boolean {
    this.#dropLost(nowMs);
    const wayMs = this.link.minRttMs ?? 0;
    return (
      this.#isIdle || (wayMs >= LONG_WAY_MS && this.#isWindowOpen && this.#bytesInFlight < this.#bytesPerMs * wayMs)
    );
  }

  get #isIdle(): boolean {
    return this.#inFlight.length === 0;
  }

  /** When the oldest update on the way will be counted as lost; Infinity when none is. */
  get lostAtMs(): number {
    const oldest = this.#inFlight[0];
    return oldest ? Math.max(oldest.sentAtMs, this.#ackedAtMs) + LOST_AFTER_MS : Number.POSITIVE_INFINITY;
  }

  /** Bytes that the next update should stay below; beyond the window only what is most urgent has room. */
  budgetBytes(isAnswer = false): number {
    if (isAnswer && !this.#isWindowOpen) return Math.max(MIN_BUDGET_BYTES, this.#bytesPerMs * ANSWER_LINK_MS);
    const room = this.#bytesPerMs * (UPDATE_LINK_MS + (this.link.minRttMs ?? 0)) - this.#bytesInFlight;
    return Math.min(MAX_BUDGET_BYTES, Math.max(MIN_BUDGET_BYTES, Math.min(room, this.#bytesPerMs * UPDATE_LINK_MS)));
  }

  noteSent(frame: number, bytes: number, nowMs: number): void {
    this.#tokens = Math.max(-ANSWERS_BEYOND_WINDOW, this.#tokensAt(nowMs) - 1);
    this.#tokensAtMs = nowMs;
    this.#inFlight.push({ frame, bytes, sentAtMs: nowMs, wasAlone: this.#isIdle });
    this.#bytesInFlight += bytes;
  }

  /** A viewer shows this frame, and so all before it. */
  acknowledge(frame: number, decodeMs: number, nowMs: number): void {
    const last = this.#inFlight.findLastIndex((sent) => sent.frame <= frame);
    if (last === -1) return;
    this.#ackedAtMs = nowMs;
    for (const sent of this.#inFlight.splice(0, last + 1)) {
      this.#bytesInFlight -= sent.bytes;
      // An acknowledgement that stands for several tells of the last only.
      if (sent.frame === frame) this.link.observe({ ...sent, ackedAtMs: nowMs, decodeMs });
    }
  }

  get #isWindowOpen(): boolean {
    return this.#inFlight.length < this.#maxInFlight && this.#bytesInFlight <= this.#windowBytes;
  }

  get #bytesPerMs(): number {
    return this.link.bytesPerS / 1000;
  }

  get #maxInFlight(): number {
    const frameMs = 1000 / this.#maxFps;
    return Math.min(MAX_IN_FLIGHT, MIN_IN_FLIGHT + Math.floor((this.link.minRttMs ?? 0) / frameMs));
  }

  get #windowBytes(): number {
    return this.#bytesPerMs * ((this.link.minRttMs ?? 0) + MAX_QUEUE_MS);
  }

  #tokensAt(nowMs: number): number {
    return Math.min(BURST, this.#tokens + ((nowMs - this.#tokensAtMs) * this.#maxFps) / 1000);
  }

  #dropLost(nowMs: number): void {
    if (nowMs < this.lostAtMs) return;
    this.#inFlight = [];
    this.#bytesInFlight = 0;
  }
}
