/** The pictures of one session on their way from the agent to its viewers: one stream, many paces. */
import type { FramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { MalformedMessageError } from "../../protocol/binary/message-type.ts";
import { cellCountOf, checkCellWork, spanOf } from "./cell-span.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import { LinkEstimate } from "./link-estimate.ts";
import type { AgentLink, ViewerLink } from "./links.ts";
import { TokenBucket } from "./rate-limit.ts";
import { RefreshRequests } from "./refresh.ts";
import { TileState } from "./tile-state.ts";
import { type PacedPictures, ViewerPacing } from "./viewer-pacing.ts";
import { WholeFramePacing } from "./whole-frame-pacing.ts";

/** What the pictures need of their session. */
export type PictureEvents = {
  refresh(cells: "all" | [column: number, row: number][]): void;
  /** The fastest viewer has everything up to this frame. */
  reached(stream: number, frame: number, decodeMs: number): void;
  /** The viewer has fallen behind what its link is sent here. */
  lags(viewer: ViewerLink): void;
};

/** Beyond it an update counts no more: one of the largest screen has to be taken at all. */
const MAX_COUNTED_VIEWERS = 8;

export class SessionPictures implements PacedPictures {
  readonly topic: string;
  readonly tiles: TileState;
  stream = 0;
  frame = 0;
  capturedAtMs = 0;
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #events: PictureEvents;
  readonly #refresh: RefreshRequests;
  readonly #cellWork: TokenBucket;
  readonly #paced = new Map<ViewerLink, ViewerPacing>();
  readonly #wholeFrames = new Map<ViewerLink, WholeFramePacing>();
  #reachedFrame = 0;
  #cursorShape: Uint8Array | null = null;
  #cursorPosition: Uint8Array | null = null;
  #lastWholeFrame: Uint8Array | null = null;

  constructor(sessionId: string, clock: Clock, limits: RelayLimits, events: PictureEvents) {
    this.topic = `session/${sessionId}`;
    this.tiles = new TileState(limits.maxTileStateBytes);
    this.#clock = clock;
    this.#limits = limits;
    this.#events = events;
    this.#cellWork = new TokenBucket(limits.cellWork, clock.now());
    const source = () => ({
      columns: this.tiles.columns,
      cellCount: this.tiles.cellCount,
      isNeeded: (cell: number) => this.tiles.owner(cell) === null && this.#isLackedByReadyViewer(cell),
    });
    this.#refresh = new RefreshRequests(clock, limits, source, (cells) => events.refresh(cells));
  }

  /** The agent was told to start: everything of before is void. 0: it was told to stop, or is gone. */
  beginStream(stream: number): void {
    this.stream = stream;
    this.frame = 0;
    this.#reachedFrame = 0;
    this.#cursorShape = null;
    this.#cursorPosition = null;
    this.#lastWholeFrame = null;
    this.#refresh.clear();
    this.tiles.clear();
    for (const pacing of this.#paced.values()) pacing.startAnew();
    for (const pacing of this.#wholeFrames.values()) pacing.forgetHeld();
  }

  /** A viewer's wishes: framebuffer updates, whole frames, or (without pictures) neither. */
  admit(viewer: ViewerLink, link = new LinkEstimate(this.#limits)): void {
    this.dismiss(viewer);
    if (!viewer.wants.pictures) return;
    // Bare frames of a plain agent go to everyone: whoever shows tiles can show a JPEG.
    const wholeFrames = new WholeFramePacing(viewer, this.#clock, this.#limits);
    this.#wholeFrames.set(viewer, wholeFrames);
    if (!viewer.wants.codecs.includes("tiles")) {
      if (this.#lastWholeFrame) wholeFrames.offer(this.#lastWholeFrame);
      return;
    }
    const pacing = new ViewerPacing(viewer, this, link, this.#clock, this.#limits);
    this.#paced.set(viewer, pacing);
    pacing.lackEverything();
  }

  dismiss(viewer: ViewerLink): void {
    this.#paced.get(viewer)?.end();
    this.#paced.delete(viewer);
    this.#wholeFrames.delete(viewer);
  }

  /**
   * A checked update of the present stream.
   * @throws MalformedMessageError when its number or its rects can't be
   */
  update(agent: AgentLink, update: FramebufferUpdate, message: Uint8Array): void {
    if (update.frame <= this.frame) {
      throw new MalformedMessageError(`frame ${update.frame} does not follow frame ${this.frame}`);
    }
    const isOtherSize = update.width !== this.tiles.width || update.height !== this.tiles.height;
    const cells = checkCellWork(update) + (isOtherSize ? cellCountOf(spanOf({ x: 0, y: 0, ...update })) : 0);
    // A screen of a few bytes can be of 65,536 cells, and each is looked at for each viewer.
    if (!this.#cellWork.take(this.#clock.now(), cells * (1 + Math.min(this.#paced.size, MAX_COUNTED_VIEWERS)))) {
      throw new MalformedMessageError(`${cells} cells more are too many: no screen changes as fast`);
    }
    this.frame = update.frame;
    this.capturedAtMs = update.capturedAtMs;
    if (isOtherSize) {
      this.tiles.resize(update.width, update.height);
      for (const pacing of this.#paced.values()) pacing.startAnew();
    }
    this.tiles.apply(update, message.length);
    if (this.#readyTopic(message.length)) agent.publish(this.topic, message);
    for (const pacing of [...this.#paced.values()]) pacing.afterUpdate(update, message.length);
  }

  cursor(agent: AgentLink, kind: "shape" | "position", message: Uint8Array): void {
    if (kind === "shape") this.#cursorShape = message;
    else this.#cursorPosition = message;
    if (this.#readyTopic(message.length)) agent.publish(this.topic, message);
    for (const pacing of this.#paced.values()) pacing.afterCursor();
  }

  /** @param audience a bare frame of an agent that knows nothing else is for all; otherwise for those without tiles */
  wholeFrame(jpeg: Uint8Array, audience: "all" | "jpeg"): void {
    this.#lastWholeFrame = jpeg;
    for (const [viewer, pacing] of this.#wholeFrames) {
      if (audience === "all" || !viewer.wants.codecs.includes("tiles")) pacing.offer(jpeg);
    }
  }

  acknowledge(viewer: ViewerLink, ack: { stream?: number; frame: number; decodeMs: number }): void {
    const { stream = this.stream, frame, decodeMs } = ack;
    const pacing = this.#paced.get(viewer);
    if (pacing) pacing.acknowledge({ stream, frame, decodeMs });
    else this.#wholeFrames.get(viewer)?.acknowledge(frame);
  }

  /** The viewer lost its picture and begins anew. */
  refreshViewer(viewer: ViewerLink): void {
    this.#paced.get(viewer)?.lackEverything();
    if (this.#lastWholeFrame && !this.#paced.has(viewer)) this.#wholeFrames.get(viewer)?.offer(this.#lastWholeFrame);
  }

  /** The viewer's socket has taken what was queued. */
  drained(viewer: ViewerLink): void {
    this.#paced.get(viewer)?.advance();
    this.#wholeFrames.get(viewer)?.advance();
  }

  observeRoundTrip(viewer: ViewerLink, milliseconds: number): void {
    this.#paced.get(viewer)?.link.observeRoundTrip(milliseconds);
  }

  /** What is known of the viewer's link; null: it is not here. */
  linkOf(viewer: ViewerLink): LinkEstimate | null {
    return this.#paced.get(viewer)?.link ?? null;
  }

  /** Somebody else is here who has what the agent sends: only then does it matter that the viewer has not. */
  isKeptUpBesides(viewer: ViewerLink): boolean {
    for (const [other, pacing] of this.#paced) if (other !== viewer && !pacing.isLagging) return true;
    return false;
  }

  lags(viewer: ViewerLink): void {
    this.#events.lags(viewer);
  }

  cursorMessages(): readonly Uint8Array[] {
    return [this.#cursorShape, this.#cursorPosition].filter((message) => message !== null);
  }

  requestRefresh(): void {
    this.#refresh.request();
  }

  reached(frame: number, decodeMs: number): void {
    if (frame <= this.#reachedFrame) return;
    this.#reachedFrame = frame;
    this.#events.reached(this.stream, frame, decodeMs);
  }

  /** Viewers that don't keep up leave the topic; true: some are in it. */
  #readyTopic(bytes: number): boolean {
    let isAnyoneThere = false;
    for (const pacing of this.#paced.values()) {
      pacing.beforePublish(bytes);
      isAnyoneThere ||= pacing.isInTopic;
    }
    return isAnyoneThere;
  }

  /** Cells of a viewer whose link is stuck are not asked for: they would be stale again before it could take them. */
  #isLackedByReadyViewer(cell: number): boolean {
    for (const pacing of this.#paced.values()) if (pacing.isInTopic && pacing.lacks(cell)) return true;
    return false;
  }
}
