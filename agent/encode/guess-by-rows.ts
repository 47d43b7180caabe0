/** Guesses a vertical scroll: rows that occur once before and once now vote for the way between their places. */
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import type { Offset } from "./move.ts";
import type { SentPicture } from "./sent-picture.ts";

const BYTES_PER_PIXEL = 4;
/** Wide enough to tell lines of text apart, narrow enough to leave out bars beside what scrolls. */
const STRIP_PIXELS = 256;
const MIN_VOTES = 8;
const SHARED = -1;

/** @returns at most one guess per strip looked at, the middle one first */
export function guessByRows(frame: Frame, sent: SentPicture, area: Area): Offset[] {
  const width = Math.min(STRIP_PIXELS, area.width);
  const middle = area.x + ((area.width - width) >> 1);
  const strips = area.width > STRIP_PIXELS * 2 ? [middle, area.x + (width >> 2)] : [middle];
  for (const x of strips) {
    const dy = voteOnRows(frame, sent, { ...area, x, width });
    if (dy !== null) return [{ dx: 0, dy }];
  }
  return [];
}

function voteOnRows(frame: Frame, sent: SentPicture, strip: Area): number | null {
  const before = uniqueRows(sent, strip);
  const now = uniqueRows(frame, strip);
  const votes = new Map<number, number>();
  let best = 0;
  let bestVotes = 0;
  for (const [hash, row] of now) {
    const was = before.get(hash);
    if (row === SHARED || was === undefined || was === SHARED || was === row) continue;
    const count = (votes.get(row - was) ?? 0) + 1;
    votes.set(row - was, count);
    if (count > bestVotes) [best, bestVotes] = [row - was, count];
  }
  return bestVotes >= MIN_VOTES ? best : null;
}

/** Row by hash; rows that occur more than once, such as blank ones, are `SHARED` and have no vote. */
function uniqueRows({ memory, stride }: Frame, strip: Area): Map<number, number> {
  const rows = new Map<number, number>();
  const bytes = strip.width * BYTES_PER_PIXEL;
  for (let row = 0; row < strip.height; row++) {
    const start = (strip.y + row) * stride + strip.x * BYTES_PER_PIXEL;
    const hash = Bun.hash.crc32(memory.bytes.subarray(start, start + bytes));
    rows.set(hash, rows.has(hash) ? SHARED : row);
  }
  return rows;
}
