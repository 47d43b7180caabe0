/**
 * Finds content that moved: scrolled text, a dragged window. A guess (rows that reappear elsewhere, or the shape of the
 * damage) is verified pixel by pixel; what the guess misses is sent as any other change.
 */
import { type Area, hullOf, intersection, isEmpty, moved, pixelsOf } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { isEqualMemory } from "../native/libc.ts";
import { guessByAnchors } from "./guess-by-anchors.ts";
import { guessByRows } from "./guess-by-rows.ts";
import { guessByShape } from "./guess-by-shape.ts";
import type { Move, Offset } from "./move.ts";
import type { SentPicture } from "./sent-picture.ts";
import { touchingGroups } from "./touching-groups.ts";

const BYTES_PER_PIXEL = 4;
/** Less than this is encoded in the time it takes to search. */
const MIN_PIXELS = 96 * 96;
const MIN_SIDE = 32;
const MIN_RUN_ROWS = 16;
/** A move in more pieces than this costs more to paint than it saves. */
const MAX_RUNS = 6;
/** Of the rows sampled, these many must agree before a guess is verified in full. */
const SAMPLED_ROWS = 24;
const MIN_AGREEMENT = 0.5;

/**
 * @param damage since the last picture, in whatever pieces; @param changes found in it
 * @returns moves in the order in which they are to be painted: none overwrites the source of a later one
 */
export function findMoves(frame: Frame, sent: SentPicture, damage: readonly Area[], changes: readonly Area[]): Move[] {
  const moves: Move[] = [];
  for (const group of touchingGroups(damage)) {
    const changed = hullOf(changes.map((area) => intersection(area, hullOf(group))).filter((area) => !isEmpty(area)));
    if (pixelsOf(changed) < MIN_PIXELS || changed.width < MIN_SIDE || changed.height < MIN_SIDE) continue;
    moves.push(...movesWithin(frame, sent, group, changed));
  }
  return moves;
}

function movesWithin(frame: Frame, sent: SentPicture, group: readonly Area[], changed: Area): Move[] {
  const guesses: (() => Offset[])[] = [
    () => guessByShape(group),
    () => guessByRows(frame, sent, changed),
    () => guessByAnchors(frame, sent, changed),
  ];
  for (const guess of guesses) {
    for (const offset of guess()) {
      const moves = verify(frame, sent, changed, offset);
      if (moves.length > 0) return moves;
    }
  }
  return [];
}

/** The rows of the area, over the widest run of columns, that show what was at the offset. */
function verify(frame: Frame, sent: SentPicture, changed: Area, { dx, dy }: Offset): Move[] {
  if (dx === 0 && dy === 0) return [];
  const target = intersection(changed, moved(changed, dx, dy));
  if (isEmpty(target) || target.width < MIN_SIDE) return [];
  const columns = matchingColumns(frame, sent, target, { dx, dy });
  if (!columns || columns.width < MIN_SIDE) return [];
  const runs = matchingRuns(frame, sent, columns, { dx, dy });
  const useful = runs.filter((run) => !sent.isSame(frame, run)).sort((a, b) => b.height - a.height);
  const moves = useful.slice(0, MAX_RUNS).map((run) => ({ target: run, from: { x: run.x - dx, y: run.y - dy } }));
  // Content that moved up is painted from the top, content that moved down from the bottom.
  return moves.sort((a, b) => (dy > 0 ? b.target.y - a.target.y : a.target.y - b.target.y));
}

/** Strips of 32 pixels that agree in enough of the sampled rows; the widest run of them, or null. */
function matchingColumns(frame: Frame, sent: SentPicture, target: Area, offset: Offset): Area | null {
  const strips = Math.ceil(target.width / MIN_SIDE);
  const step = Math.max(1, target.height / SAMPLED_ROWS);
  let best: [from: number, to: number] = [0, 0];
  let from = 0;
  for (let strip = 0; strip <= strips; strip++) {
    const x = target.x + strip * MIN_SIDE;
    const width = Math.min(MIN_SIDE, target.x + target.width - x);
    let samples = 0;
    let agreeing = 0;
    for (let row = 0; width > 0 && row < target.height; row += step, samples++) {
      if (isMoved(frame, sent, { x, y: target.y + Math.floor(row), width, height: 1 }, offset)) agreeing++;
    }
    if (samples > 0 && agreeing >= samples * MIN_AGREEMENT) continue;
    if (strip - from > best[1] - best[0]) best = [from, strip];
    from = strip + 1;
  }
  if (best[1] === best[0]) return null;
  const x = target.x + best[0] * MIN_SIDE;
  return { ...target, x, width: Math.min(best[1] * MIN_SIDE, target.width) - best[0] * MIN_SIDE };
}

function matchingRuns(frame: Frame, sent: SentPicture, target: Area, offset: Offset): Area[] {
  const runs: Area[] = [];
  let start = -1;
  for (let row = 0; row <= target.height; row++) {
    const line = { ...target, y: target.y + row, height: 1 };
    const isMatch = row < target.height && isMoved(frame, sent, line, offset);
    if (isMatch && start === -1) start = row;
    if (isMatch || start === -1) continue;
    if (row - start >= MIN_RUN_ROWS) runs.push({ ...target, y: target.y + start, height: row - start });
    start = -1;
  }
  return runs;
}

function isMoved(frame: Frame, sent: SentPicture, line: Area, { dx, dy }: Offset): boolean {
  const to = line.y * frame.stride + line.x * BYTES_PER_PIXEL;
  const from = (line.y - dy) * frame.stride + (line.x - dx) * BYTES_PER_PIXEL;
  return isEqualMemory(frame.memory.address + to, sent.memory.address + from, line.width * BYTES_PER_PIXEL);
}
