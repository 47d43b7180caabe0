/**
 * Turns frames into the rects of framebuffer updates: what moved, what changed, what is owed, and what settled. Keeps the
 * picture sent so far; what does not fit an update's budget is found again by the next one, newest first.
 */
import { ENCODING, type Rect, writeCopySource } from "../../protocol/binary/framebuffer-update.ts";
import { TILE_SIZE } from "../../protocol/limits.ts";
import { type Area, hullOf, pixelsOf, pixelsOfAll } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { subtract } from "../capture/subtract.ts";
import { findChanges, isMostlyChanged } from "./changed-areas.ts";
import { commonestPixel } from "./commonest-pixel.ts";
import { RectEncoder } from "./encode-rect.ts";
import { areaOfCell } from "./grid.ts";
import type { JpegEncoder, JpegQuality } from "./jpeg.ts";
import { mergeAreas } from "./merge-areas.ts";
import { MoveFinder } from "./move-finder.ts";
import { inOrder, splitAt } from "./order-areas.ts";
import { fewAreas, ScaleChooser } from "./scaled-areas.ts";
import { type Fidelity, SentPicture } from "./sent-picture.ts";
import { nextSettleAtMs, settledRects } from "./settle.ts";

export type EncodeLimits = {
  nowMs: number;
  quality: JpegQuality;
  /** The rects stay near this many bytes; the rest waits for the next update. */
  budgetBytes: number;
  /** What does not fit the budget may come smaller than it is, all of it at once, instead of part by part. */
  canScale?: boolean;
  /** A rect of so few bytes may always be exact. */
  exactBytes?: number;
  /** What touches these areas goes first: it answers an input. */
  first?: readonly Area[];
};

/** Past this share of the screen, one large rect: few large decodes suit the browser. */
const WHOLE_SHARE = 0.4;
/** Bytes a pixel takes before anything has been measured: a little more than JPEG of a mixed desktop. */
const INITIAL_BYTES_PER_PIXEL = 0.25;
/** Weight of the newest update in the running mean. */
const NEWEST_WEIGHT = 0.4;
/** Updates of fewer pixels say nothing about the next. */
const MIN_MEASURED_PIXELS = 64 * 64;

export class PictureEncoder {
  readonly rects: RectEncoder;
  #sent: SentPicture | null = null;
  /** Parts of the frame that may differ from what was sent: grabbed, but not yet looked at or beyond the budget. */
  #pending: Area[] = [];
  readonly #moves = new MoveFinder();
  #uncommitted: { frame: Frame; area: Area; fidelity: Fidelity; nowMs: number }[] = [];
  readonly #scale = new ScaleChooser();
  #bytesPerPixel = INITIAL_BYTES_PER_PIXEL;
  /** Where the last update ran out of budget: the next begins here, so that no part of the screen starves. */
  #resumeY = 0;

  constructor(jpeg: JpegEncoder) {
    this.rects = new RectEncoder(jpeg);
  }

  /** Whether something waits to be sent, apart from what settles. */
  get hasPending(): boolean {
    return this.#pending.length > 0 || (this.#sent?.owedCells ?? 0) > 0;
  }

  /** When `settle` will have something to send, by the clock of `nowMs`; Infinity: nothing is lossy. */
  get nextSettleAtMs(): number {
    return this.#sent ? nextSettleAtMs(this.#sent) : Number.POSITIVE_INFINITY;
  }

  /** Forgets all that was sent. */
  reset(): void {
    this.#sent?.release();
    this.#sent = null;
    this.#pending = [];
    this.#uncommitted = [];
  }

  /**
   * The first rect of a stream: all of the screen in its commonest colour, so that everything after it is a change.
   * It is tiny, so its acknowledgement also tells how far the viewer is away.
   */
  begin(frame: Frame, nowMs: number): Rect[] {
    this.reset();
    const sent = new SentPicture(frame.width, frame.height);
    this.#sent = sent;
    const all = { x: 0, y: 0, width: frame.width, height: frame.height };
    const pixel = commonestPixel(frame);
    sent.fill(pixel);
    sent.markSent(all, "exact", nowMs);
    this.#pending = [all];
    const colour = Uint8Array.of(pixel & 0xff, (pixel >> 8) & 0xff, (pixel >> 16) & 0xff, 0);
    return [{ ...all, encoding: ENCODING.solid, data: colour }];
  }

  /** The frame may have changed here. */
  damage(areas: readonly Area[]): void {
    this.#pending.push(...areas);
  }

  /** Cells that are to be sent whole with the next update, changed or not. */
  owe(cells: "all" | readonly { column: number; row: number }[]): void {
    const sent = this.#sent;
    if (!sent) return;
    if (cells === "all") sent.oweAll();
    else
      for (const { column, row } of cells) if (column < sent.grid.columns) sent.owe(row * sent.grid.columns + column);
  }

  /** Whether the frame differs from the last that `takeWhole` saw. For streams of whole JPEG frames only. */
  takeWhole(frame: Frame, nowMs: number): boolean {
    this.#sent ??= new SentPicture(frame.width, frame.height);
    const changes = findChanges(frame, this.#sent, this.#pending);
    this.#pending = [];
    for (const area of changes) this.#sent.take(frame, area, "exact", nowMs);
    return changes.length > 0;
  }

  /**
   * Takes note of what `encode` returned last: to be called once it is on its way, for that is what is waited for, and
   * before the frame changes.
   */
  commit(): void {
    for (const { frame, area, fidelity, nowMs } of this.#uncommitted) this.#sent?.take(frame, area, fidelity, nowMs);
    this.#uncommitted = [];
  }

  /**
   * The rects that bring viewers from what they were sent to this frame; empty when they show it already.
   * To be followed by `commit`.
   * @param frame of the size that `begin` saw
   */
  encode(frame: Frame, limits: EncodeLimits): Rect[] {
    const sent = this.#sent;
    if (!sent) return [];
    const damage = this.#pending;
    this.#pending = [];
    const moves = this.#moves.find(frame, sent, damage, limits.nowMs);
    const rects: Rect[] = [];
    for (const { target, from } of moves) {
      sent.copy(target, from, limits.nowMs);
      rects.push({ ...target, encoding: ENCODING.copy, data: writeCopySource(from.x, from.y) });
    }
    const targets = moves.map((move) => move.target);
    const unexplained = moves.length > 0 ? subtract(damage, targets) : damage;
    const hull = hullOf(unexplained);
    // Only what is sent at once may be taken unseen: a rest would be found again and again with what was sent of it.
    if (this.#fits(hull, limits) && isMostlyChanged(frame, sent, hull)) {
      return [...rects, ...this.#encodeAreas(frame, [hull], { ...limits, budgetBytes: Number.POSITIVE_INFINITY })];
    }
    const changes = findChanges(frame, sent, unexplained);
    const areas = sent.owedCells > 0 ? withOwedCells(changes, sent) : changes;
    const chosen = chooseRects(areas, frame);
    const isTooMuch = pixelsOfAll(chosen) * this.#bytesPerPixel > limits.budgetBytes;
    const few = isTooMuch && limits.canScale ? fewAreas(chosen) : null;
    if (few) return [...rects, ...this.#encodeScaled(frame, few, limits)];
    const ordered = isTooMuch ? inOrder(chosen, this.#resumeY, limits.first ?? []) : chosen;
    rects.push(...this.#encodeAreas(frame, ordered, limits));
    return rects;
  }

  /** Exact rects for what was sent lossy and has rested since; see `settledRects`. */
  settle(nowMs: number, budgetBytes: number): Rect[] {
    return this.#sent ? settledRects(this.#sent, this.rects, nowMs, budgetBytes) : [];
  }

  release(): void {
    this.reset();
    this.rects.release();
  }

  #encodeAreas(frame: Frame, areas: readonly Area[], limits: EncodeLimits): Rect[] {
    const rects: Rect[] = [];
    const queue = [...areas];
    this.#resumeY = 0;
    let bytes = 0;
    let pixels = 0;
    for (let area = queue.shift(); area; area = queue.shift()) {
      const room = (limits.budgetBytes - bytes) / this.#bytesPerPixel;
      if (rects.length > 0 && room < Math.min(pixelsOf(area), TILE_SIZE * TILE_SIZE)) {
        this.#pending.push(area, ...queue);
        this.#resumeY = area.y;
        break;
      }
      const [now, later] = splitAt(area, room);
      queue.unshift(...later);
      const rect = this.rects.encode(frame, now, limits.quality, limits.exactBytes);
      this.#uncommitted.push({ frame, area: now, fidelity: fidelityOf(rect), nowMs: limits.nowMs });
      rects.push(rect);
      bytes += rect.data.length;
      pixels += pixelsOf(now);
      this.#measure(bytes, pixels);
    }
    return rects;
  }

  #encodeScaled(frame: Frame, areas: readonly Area[], { nowMs, quality, budgetBytes }: EncodeLimits): Rect[] {
    const pixels = pixelsOfAll(areas);
    this.#scale.choose(pixels, budgetBytes);
    for (;;) {
      const { factor } = this.#scale;
      const rects = areas.map((area) => this.rects.encodeScaled(frame, area, factor, quality));
      const bytes = rects.reduce((sum, { data }) => sum + data.length, 0);
      if (this.#scale.wasTooMuch(pixels, bytes, budgetBytes)) continue;
      for (const [index, rect] of rects.entries()) {
        const area = areas[index];
        if (area) this.#uncommitted.push({ frame, area, fidelity: fidelityOf(rect), nowMs });
      }
      return rects;
    }
  }

  #fits(area: Area, limits: EncodeLimits): boolean {
    return pixelsOf(area) * this.#bytesPerPixel <= limits.budgetBytes;
  }

  #measure(bytes: number, pixels: number): void {
    if (pixels < MIN_MEASURED_PIXELS) return;
    this.#bytesPerPixel += NEWEST_WEIGHT * (Math.max(0.01, bytes / pixels) - this.#bytesPerPixel);
  }
}

function fidelityOf({ encoding }: Rect): Fidelity {
  if (encoding === ENCODING.scaled) return "rough";
  return encoding === ENCODING.jpeg ? "lossy" : "exact";
}

function chooseRects(changes: readonly Area[], frame: Frame): Area[] {
  const merged = mergeAreas(changes);
  const isMostOfScreen = pixelsOfAll(merged) > frame.width * frame.height * WHOLE_SHARE;
  return isMostOfScreen && merged.length > 2 ? [hullOf(merged)] : merged;
}

function withOwedCells(changes: readonly Area[], sent: SentPicture): Area[] {
  const areas = [...changes];
  for (let cell = 0; cell < sent.isOwed.length; cell++) {
    if (sent.isOwed[cell]) areas.push(areaOfCell(sent.grid, cell));
  }
  return areas.sort((a, b) => a.y - b.y || a.x - b.x);
}
