/**
 * Newest wins, for one viewer of framebuffer updates: it is in the session's topic while it keeps up; else it is sent,
 * each time it has acknowledged what is on the way, one update with the newest picture of what it lacks.
 */
import type { FramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { buildCatchUp } from "./catch-up.ts";
import { CellSet } from "./cell-set.ts";
import type { Clock } from "./clock.ts";
import { fillHoles } from "./holes.ts";
import type { RelayLimits } from "./limits.ts";
import type { LinkEstimate } from "./link-estimate.ts";
import type { ViewerLink } from "./links.ts";
import type { TileState } from "./tile-state.ts";

/** What a pacing sees of its session's pictures. */
export interface PacedPictures {
  readonly topic: string;
  readonly tiles: TileState;
  readonly stream: number;
  /** Newest frame of the stream; 0: none yet. */
  readonly frame: number;
  readonly capturedAtMs: number;
  /** Newest cursor shape and position, as they came. */
  cursorMessages(): readonly Uint8Array[];
  /** A viewer lacks cells that are unknown here. */
  requestRefresh(): void;
  /** A viewer has everything up to this frame that the relay could give it. */
  reached(frame: number, decodeMs: number): void;
  /** A viewer has fallen behind; it may be gone from here when this returns. */
  lags(viewer: ViewerLink): void;
}

export type Acknowledgement = { stream: number; frame: number; decodeMs: number };

type InFlight = {
  stream: number;
  frame: number;
  bytes: number;
  sentAtMs: number;
  /** Nothing else was on the way. */
  wasAlone: boolean;
  /** With it, the viewer has everything up to `frame` that the relay could give. */
  isComplete: boolean;
  /** … and lacks nothing else either. */
  isCurrent: boolean;
};

export class ViewerPacing {
  readonly viewer: ViewerLink;
  readonly link: LinkEstimate;
  readonly #pictures: PacedPictures;
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #inFlight: InFlight[] = [];
  readonly #lacking = new CellSet();
  #unackedBytes = 0;
  #isInTopic = false;
  #isCursorStale = true;
  #hasLeft = false;
  /** Its picture is known to have been all of the screen at this time. */
  #currentAtMs: number;

  constructor(viewer: ViewerLink, pictures: PacedPictures, link: LinkEstimate, clock: Clock, limits: RelayLimits) {
    this.viewer = viewer;
    this.#pictures = pictures;
    this.#clock = clock;
    this.#limits = limits;
    this.link = link;
    this.#currentAtMs = clock.now();
  }

  get isInTopic(): boolean {
    return this.#isInTopic;
  }

  /** Its picture is older than a viewer that keeps up would show. */
  get isLagging(): boolean {
    const isCurrent = this.#inFlight.length === 0 && this.#lacking.size === 0;
    return !isCurrent && this.#clock.now() - this.#currentAtMs > this.link.maxLagMs;
  }

  get lacksCells(): boolean {
    return this.#lacking.size > 0;
  }

  lacks(cell: number): boolean {
    return this.#lacking.has(cell);
  }

  /** It has just come, or lost its picture: what is on the way to it counts no more either. */
  lackEverything(): void {
    this.#inFlight.length = 0;
    this.#unackedBytes = 0;
    this.#lacking.reset(this.#pictures.tiles.cellCount, "all");
    this.#isCursorStale = true;
    this.leave();
    this.advance();
  }

  /** A new stream, or a new size: what was there counts no more, and the next update brings all of it. */
  startAnew(): void {
    this.#isCursorStale = true;
    if (this.#linkIsFree()) {
      this.#lacking.reset(this.#pictures.tiles.cellCount, "none");
      this.#join();
    } else {
      this.#lacking.reset(this.#pictures.tiles.cellCount, "all");
      this.leave();
    }
  }

  /** It is not to be sent anything from here any more. */
  end(): void {
    this.#hasLeft = true;
    this.leave();
  }

  leave(): void {
    if (!this.#isInTopic) return;
    this.#isInTopic = false;
    this.viewer.unsubscribe(this.#pictures.topic);
  }

  /** To be called before something is published to the topic: a viewer that does not keep up leaves first. */
  beforePublish(bytes: number): void {
    if (!this.#isInTopic) return;
    if (!this.#linkIsFree() || this.link.wouldClog(this.#unackedBytes + bytes)) this.leave();
  }

  /** An update was taken into the tile state and, for those in the topic, published. */
  afterUpdate(update: FramebufferUpdate, bytes: number): void {
    if (this.#inFlight.length === 0 && this.#lacking.size === 0) this.#currentAtMs = this.#clock.now();
    else if (this.isLagging) {
      this.#pictures.lags(this.viewer);
      if (this.#hasLeft) return;
    }
    if (this.#isInTopic) {
      this.#track(bytes, true);
      if (this.#lacking.size > 0) fillHoles(this.#lacking, update);
      if (this.#lacking.size > 0) this.#pictures.requestRefresh();
      return;
    }
    for (const cell of this.#pictures.tiles.touched) this.#lacking.add(cell);
    this.advance();
  }

  /** A cursor message was published. */
  afterCursor(): void {
    if (!this.#isInTopic) this.#isCursorStale = true;
  }

  /** The viewer shows a frame, and with it all that were sent before. */
  acknowledge(ack: Acknowledgement): void {
    const last = this.#inFlight.findLastIndex((sent) => sent.stream === ack.stream && sent.frame <= ack.frame);
    const newest = this.#inFlight[last];
    // Frames that were never sent to it are no answer to anything.
    if (!newest || ack.frame > newest.frame) return;
    let complete = 0;
    let bytes = 0;
    for (const sent of this.#inFlight.splice(0, last + 1)) {
      bytes += sent.bytes;
      if (sent.isComplete && sent.stream === this.#pictures.stream) complete = sent.frame;
      if (sent.isCurrent) this.#currentAtMs = Math.max(this.#currentAtMs, sent.sentAtMs);
    }
    this.#unackedBytes -= bytes;
    // What came since the acknowledgement before this one came within that time.
    this.link.observeDelivery({ ...newest, bytes, ackedAtMs: this.#clock.now(), decodeMs: ack.decodeMs });
    if (complete > 0) this.#pictures.reached(complete, ack.decodeMs);
    this.advance();
  }

  /** Sends what is lacking if nothing is on the way, and joins the topic when all that remains is unknown here. */
  advance(): void {
    if (this.#isInTopic || this.#inFlight.length > 0 || !this.#linkIsFree()) return;
    if (this.#lacking.size > 0 && this.#catchUp() === "partial") return;
    if (this.#hasLeft) return;
    this.#join();
    // Without this the agent would wait for acknowledgements of frames of which there was nothing to send.
    if (this.#inFlight.length === 0) this.#pictures.reached(this.#pictures.frame, 0);
    if (this.#lacking.size > 0) this.#pictures.requestRefresh();
  }

  #catchUp(): "partial" | "whole" {
    const { tiles, stream, frame, capturedAtMs } = this.#pictures;
    const header = { stream, frame, capturedAtMs };
    const { catchUpBytes } = this.link;
    const { message, isPartial } = buildCatchUp(
      tiles,
      this.#lacking,
      header,
      catchUpBytes,
      this.#limits.staleRectBytes,
    );
    // The newest there is takes its link too long: what is made for it comes sooner.
    if (message && this.link.wouldClog(message.length)) this.#pictures.lags(this.viewer);
    if (message && !this.#hasLeft) {
      this.#sendCursor();
      this.viewer.sendBinary(message);
      this.#track(message.length, !isPartial);
    }
    return isPartial ? "partial" : "whole";
  }

  #join(): void {
    this.#sendCursor();
    if (this.#isInTopic) return;
    this.#isInTopic = true;
    this.viewer.subscribe(this.#pictures.topic);
  }

  #sendCursor(): void {
    if (!this.#isCursorStale) return;
    this.#isCursorStale = false;
    for (const message of this.#pictures.cursorMessages()) this.viewer.sendBinary(message);
  }

  #track(bytes: number, isComplete: boolean): void {
    this.#unackedBytes += bytes;
    const { stream, frame } = this.#pictures;
    const wasAlone = this.#inFlight.length === 0;
    const isCurrent = isComplete && this.#lacking.size === 0;
    this.#inFlight.push({ stream, frame, bytes, sentAtMs: this.#clock.now(), wasAlone, isComplete, isCurrent });
  }

  #linkIsFree(): boolean {
    const oldest = this.#inFlight[0];
    if (oldest) {
      if (this.#unackedBytes > this.#limits.maxUnackedBytes) return false;
      if (this.#clock.now() - oldest.sentAtMs > this.link.maxUnackedMs) return false;
    }
    return this.viewer.bufferedBytes() <= this.#limits.maxTopicBufferedBytes;
  }
}
