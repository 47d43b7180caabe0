/**
 * Finds content that moved: scrolled text, a dragged window. Several ways to guess, each verified pixel by pixel; what no
 * guess explains is sent as any other change.
 */
import { type Area, hullOf, pixelsOf, pixelsOfAll } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { guessByAnchors } from "./guess-by-anchors.ts";
import { guessByRows } from "./guess-by-rows.ts";
import { guessByShape } from "./guess-by-shape.ts";
import { guessBySize, type Size } from "./guess-by-size.ts";
import type { Move, Offset } from "./move.ts";
import type { SentPicture } from "./sent-picture.ts";
import { touchingGroups } from "./touching-groups.ts";
import { verifyMove } from "./verify-move.ts";

/** Less than this is encoded in the time it takes to search. */
const MIN_PIXELS = 96 * 96;
const MIN_SIDE = 32;
/** A guess that explains this share of the area is the answer; below, another may explain more. */
const GOOD_SHARE = 0.5;
/** What explains less than this is chance. */
const MIN_SHARE = 0.1;
/** After fruitless searches so many are left out, at most: a video is not searched in every frame. */
const MAX_LEFT_OUT = 16;
/** A pause ends a video: what begins now is something else. */
const PAUSE_MS = 200;

export class MoveFinder {
  /** What moved last tends to move on alike: a terminal scrolls by lines. */
  #lastOffset: Offset | null = null;
  #lastSize: Size | null = null;
  #fruitless = 0;
  #leaveOut = 0;
  #searchedAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param damage since the last picture, in whatever pieces
   * @returns moves in the order in which they are to be painted: none overwrites the source of a later one
   */
  find(frame: Frame, sent: SentPicture, damage: readonly Area[], nowMs: number): Move[] {
    return touchingGroups(damage).flatMap((group) => {
      const area = hullOf(group);
      if (pixelsOf(area) < MIN_PIXELS || area.width < MIN_SIDE || area.height < MIN_SIDE) return [];
      if (nowMs - this.#searchedAtMs > PAUSE_MS) [this.#fruitless, this.#leaveOut] = [0, 0];
      this.#searchedAtMs = nowMs;
      if (this.#leaveOut > 0) {
        this.#leaveOut--;
        return [];
      }
      const moves = this.#findIn(frame, sent, group, area);
      this.#fruitless = moves.length > 0 ? 0 : this.#fruitless + 1;
      this.#leaveOut = this.#fruitless > 2 ? Math.min(MAX_LEFT_OUT, this.#fruitless) : 0;
      return moves;
    });
  }

  #findIn(frame: Frame, sent: SentPicture, group: readonly Area[], area: Area): Move[] {
    const guesses: (() => Offset[])[] = [
      () => guessByShape(group),
      () => (this.#lastOffset ? [this.#lastOffset] : []),
      () => (this.#lastSize ? guessBySize(area, this.#lastSize) : []),
      () => guessByRows(frame, sent, area),
      () => guessByAnchors(frame, sent, area),
    ];
    let best: Move[] = [];
    let bestPixels = pixelsOf(area) * MIN_SHARE;
    for (const offset of offsetsOf(guesses)) {
      const moves = verifyMove(frame, sent, area, offset);
      const pixels = pixelsOfAll(moves.map((move) => move.target));
      if (pixels <= bestPixels) continue;
      [best, bestPixels, this.#lastOffset] = [moves, pixels, offset];
      this.#lastSize = { width: area.width - Math.abs(offset.dx), height: area.height - Math.abs(offset.dy) };
      if (pixels >= pixelsOf(area) * GOOD_SHARE) break;
    }
    return best;
  }
}

/** One after the other, and the dearer ways only when the cheaper ones were not enough. */
function* offsetsOf(guesses: readonly (() => Offset[])[]): Generator<Offset> {
  for (const guess of guesses) yield* guess();
}
