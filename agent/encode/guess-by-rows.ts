/** Guesses a vertical scroll: rows that occur once before and once now vote for the way between their places. */
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import type { Offset } from "./move.ts";
import type { SentPicture } from "./sent-picture.ts";

const BYTES_PER_PIXEL = 4;
/** Some ten letters: enough to tell lines of text apart, narrow enough to leave out bars beside what scrolls. */
const STRIP_PIXELS = 96;
/** Where strips are taken, as shares of the width, until one has a vote. */
const PLACES = [0.4, 0.15, 0.7] as const;
/** Of the rows now, every so many-th votes. */
const VOTING_ROWS = 2;
const MIN_VOTES = 8;
const SHARED = -1;

/** @returns at most one guess */
export function guessByRows(frame: Frame, sent: SentPicture, area: Area): Offset[] {
  const width = Math.min(STRIP_PIXELS, area.width);
  for (const place of PLACES) {
    const x = area.x + Math.floor((area.width - width) * place);
    const dy = voteOnRows(frame, sent, { ...area, x, width });
    if (dy !== null) return [{ dx: 0, dy }];
  }
  return [];
}

function voteOnRows(frame: Frame, sent: SentPicture, strip: Area): number | null {
  const before = uniqueRows(sent, strip);
  const pixels = pixelsOf(frame);
  const votes = new Map<number, number>();
  let best = 0;
  let bestVotes = 0;
  for (let row = 0; row < strip.height; row += VOTING_ROWS) {
    const was = before.get(hashRow(pixels, frame, strip, row));
    if (was === undefined || was === SHARED || was === row) continue;
    const count = (votes.get(row - was) ?? 0) + 1;
    votes.set(row - was, count);
    if (count > bestVotes) [best, bestVotes] = [row - was, count];
  }
  return bestVotes >= MIN_VOTES ? best : null;
}

/** Row by hash; rows that occur more than once, such as blank ones, are `SHARED` and have no vote. */
function uniqueRows(frame: Frame, strip: Area): Map<number, number> {
  const rows = new Map<number, number>();
  const pixels = pixelsOf(frame);
  for (let row = 0; row < strip.height; row++) {
    const hash = hashRow(pixels, frame, strip, row);
    rows.set(hash, rows.has(hash) ? SHARED : row);
  }
  return rows;
}

/** For so few pixels a loop is faster than a call of a native hash. */
function hashRow(pixels: Uint32Array, { stride }: Frame, strip: Area, row: number): number {
  const start = ((strip.y + row) * stride) / BYTES_PER_PIXEL + strip.x;
  let hash = 0;
  for (let at = start; at < start + strip.width; at++) {
    hash = Math.imul((hash << 5) ^ (hash >>> 27) ^ (pixels[at] ?? 0), 0x9e3779b1);
  }
  return hash;
}

function pixelsOf({ memory }: Frame): Uint32Array {
  return new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset);
}
