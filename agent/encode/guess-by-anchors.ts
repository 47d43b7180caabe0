/**
 * Guesses a move in any direction: short pieces of distinctive pixels of the frame are looked for in what was sent.
 * Two pieces that moved alike make a guess.
 */
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import type { Offset } from "./move.ts";
import type { SentPicture } from "./sent-picture.ts";

const BYTES_PER_PIXEL = 4;
/** Some seven letters: fewer occur in many places of a text. */
const ANCHOR_PIXELS = 64;
/** Places where anchors are taken, as shares of width and height: inside, where a window is and not its surroundings. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7] as const;
/** Changes of colour within an anchor that make it distinctive. */
const MIN_COLOUR_CHANGES = 8;
/** Rows to each side that are searched: a hand moves a window by less in one frame. */
const MAX_DISTANCE_ROWS = 48;
/** Rows to go down from a place until something distinctive is found. */
const MAX_ROWS_TO_ANCHOR = 24;
const MAX_ANCHORS = 4;

export function guessByAnchors(frame: Frame, sent: SentPicture, area: Area): Offset[] {
  if (area.width < ANCHOR_PIXELS) return [];
  const seen = new Set<string>();
  let tried = 0;
  for (const down of PLACES) {
    for (const across of PLACES) {
      if (tried >= MAX_ANCHORS) return [];
      const anchor = findAnchor(frame, area, area.x + area.width * across, area.y + area.height * down);
      if (!anchor) continue;
      tried++;
      const found = findInSent(frame, sent, area, anchor);
      if (!found) continue;
      const key = `${found.dx},${found.dy}`;
      if (seen.has(key)) return [found];
      seen.add(key);
    }
  }
  return [];
}

function findAnchor(frame: Frame, area: Area, aboutX: number, aboutY: number): { x: number; y: number } | null {
  const x = Math.min(Math.floor(aboutX), area.x + area.width - ANCHOR_PIXELS);
  const pixels = new Uint32Array(frame.memory.bytes.buffer, frame.memory.bytes.byteOffset);
  const lastRow = Math.min(Math.floor(aboutY) + MAX_ROWS_TO_ANCHOR, area.y + area.height - 1);
  for (let y = Math.floor(aboutY); y <= lastRow; y++) {
    const start = (y * frame.stride) / BYTES_PER_PIXEL + x;
    let changes = 0;
    for (let index = 1; index < ANCHOR_PIXELS; index++) {
      if (pixels[start + index] !== pixels[start + index - 1]) changes++;
    }
    if (changes >= MIN_COLOUR_CHANGES) return { x, y };
  }
  return null;
}

/** Rows near the anchor's own first: the nearest match is the likeliest. */
function findInSent(frame: Frame, sent: SentPicture, area: Area, anchor: { x: number; y: number }): Offset | null {
  const { stride } = frame;
  const start = anchor.y * stride + anchor.x * BYTES_PER_PIXEL;
  const needle = frame.memory.bytes.subarray(start, start + ANCHOR_PIXELS * BYTES_PER_PIXEL);
  for (let step = 0; step <= MAX_DISTANCE_ROWS * 2; step++) {
    const distance = step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const y = anchor.y + distance;
    if (y < area.y || y >= area.y + area.height) continue;
    const from = y * stride + area.x * BYTES_PER_PIXEL;
    const row = Buffer.from(
      sent.memory.bytes.buffer,
      sent.memory.bytes.byteOffset + from,
      area.width * BYTES_PER_PIXEL,
    );
    const at = row.indexOf(needle);
    if (at === -1 || at % BYTES_PER_PIXEL !== 0) continue;
    const offset = { dx: anchor.x - (area.x + at / BYTES_PER_PIXEL), dy: anchor.y - y };
    if (offset.dx !== 0 || offset.dy !== 0) return offset;
    // Where it was, it still is: nothing moved here.
    return null;
  }
  return null;
}
