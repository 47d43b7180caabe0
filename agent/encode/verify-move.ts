/** Verifies a guessed move pixel by pixel: which rows, over which columns, show what was at the offset. */
import { type Area, intersection, isEmpty, moved } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { isEqualMemory } from "../native/libc.ts";
import type { Move, Offset } from "./move.ts";
import type { SentPicture } from "./sent-picture.ts";

const BYTES_PER_PIXEL = 4;
/** Columns are judged in strips of so many pixels. */
const STRIP_PIXELS = 32;
const MIN_RUN_ROWS = 16;
/** A move in more pieces than this costs more to paint than it saves. */
const MAX_RUNS = 6;
/** Of the rows sampled per strip, this share must agree before all rows are compared. */
const SAMPLED_ROWS = 16;
const MIN_AGREEMENT = 0.5;

/**
 * @param area in which something moved
 * @returns in the order in which they are to be painted: none overwrites the source of a later one
 */
export function verifyMove(frame: Frame, sent: SentPicture, area: Area, { dx, dy }: Offset): Move[] {
  if (dx === 0 && dy === 0) return [];
  const target = intersection(area, moved(area, dx, dy));
  if (isEmpty(target)) return [];
  const columns = agreeingColumns(frame, sent, target, { dx, dy });
  if (!columns) return [];
  const runs = agreeingRuns(frame, sent, columns, { dx, dy }).filter((run) => !sent.isSame(frame, run));
  const largest = runs.sort((a, b) => b.height - a.height).slice(0, MAX_RUNS);
  // Content that moved up is painted from the top, content that moved down from the bottom.
  largest.sort((a, b) => (dy > 0 ? b.y - a.y : a.y - b.y));
  return largest.map((run) => ({ target: run, from: { x: run.x - dx, y: run.y - dy } }));
}

/** The widest run of strips that agree in enough of the sampled rows. */
function agreeingColumns(frame: Frame, sent: SentPicture, target: Area, offset: Offset): Area | null {
  const strips = Math.ceil(target.width / STRIP_PIXELS);
  let best = { from: 0, to: 0 };
  let from = 0;
  for (let strip = 0; strip <= strips; strip++) {
    if (strip < strips && isStripMoved(frame, sent, target, strip, offset)) continue;
    if (strip - from > best.to - best.from) best = { from, to: strip };
    from = strip + 1;
  }
  if (best.to === best.from) return null;
  const left = best.from * STRIP_PIXELS;
  return { ...target, x: target.x + left, width: Math.min(best.to * STRIP_PIXELS, target.width) - left };
}

function isStripMoved(frame: Frame, sent: SentPicture, target: Area, strip: number, offset: Offset): boolean {
  const x = target.x + strip * STRIP_PIXELS;
  const width = Math.min(STRIP_PIXELS, target.x + target.width - x);
  const step = Math.max(1, target.height / SAMPLED_ROWS);
  let samples = 0;
  let agreeing = 0;
  for (let row = 0; row < target.height; row += step, samples++) {
    if (isRowMoved(frame, sent, x, target.y + Math.floor(row), width, offset)) agreeing++;
  }
  return agreeing >= samples * MIN_AGREEMENT;
}

function agreeingRuns(frame: Frame, sent: SentPicture, target: Area, offset: Offset): Area[] {
  const runs: Area[] = [];
  const bottom = target.y + target.height;
  let start = -1;
  for (let y = target.y; y <= bottom; y++) {
    const isMatch = y < bottom && isRowMoved(frame, sent, target.x, y, target.width, offset);
    if (isMatch && start === -1) start = y;
    if (isMatch || start === -1) continue;
    if (y - start >= MIN_RUN_ROWS) runs.push({ ...target, y: start, height: y - start });
    start = -1;
  }
  return runs;
}

function isRowMoved(frame: Frame, sent: SentPicture, x: number, y: number, width: number, { dx, dy }: Offset): boolean {
  const to = y * frame.stride + x * BYTES_PER_PIXEL;
  const from = (y - dy) * frame.stride + (x - dx) * BYTES_PER_PIXEL;
  return isEqualMemory(frame.memory.address + to, sent.memory.address + from, width * BYTES_PER_PIXEL);
}
