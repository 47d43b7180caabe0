/**
 * Which pixels of a frame differ from what was sent: row bands, then rows, then tiles, by memcmp. A whole 1080p frame
 * that has not changed costs 0.2 ms.
 */
import { TILE_SIZE } from "../../protocol/limits.ts";
import { type Area, pixelsOf } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { isEqualMemory } from "../native/libc.ts";
import type { SentPicture } from "./sent-picture.ts";

const BYTES_PER_PIXEL = 4;
/** Below this many changed cells each is looked at pixel by pixel; above, exact edges are not worth the time. */
const MAX_EXACT_CELLS = 24;
/** Damage of this share of the screen may be taken as a whole, if so many of the places looked at have changed. */
const LARGE_SHARE = 0.5;
const MOSTLY_SHARE = 0.6;
const SAMPLE_ROWS = 12;
const SAMPLE_COLUMNS = 12;

/**
 * @param damage where to look
 * @returns for each changed cell the box around its changes, in order of rows; exact for small changes
 */
export function findChanges(frame: Frame, sent: SentPicture, damage: readonly Area[]): Area[] {
  const boxes = new Map<number, Area>();
  for (const area of damage) {
    const bottom = area.y + area.height;
    for (let y = area.y; y < bottom; ) {
      const bandEnd = Math.min(bottom, (Math.floor(y / TILE_SIZE) + 1) * TILE_SIZE);
      compareBand(frame, sent, { x: area.x, y, width: area.width, height: bandEnd - y }, boxes);
      y = bandEnd;
    }
  }
  const cells = [...boxes.keys()].sort((a, b) => a - b);
  const isExact = cells.length <= MAX_EXACT_CELLS;
  return cells.flatMap((cell) => {
    const box = boxes.get(cell);
    if (!box) return [];
    return [isExact ? shrinkSideways(frame, sent, box) : box];
  });
}

/**
 * Whether so much of so large a damage has changed that it will be one rect anyway: then where exactly need not be known.
 */
export function isMostlyChanged(frame: Frame, sent: SentPicture, area: Area): boolean {
  if (pixelsOf(area) < frame.width * frame.height * LARGE_SHARE) return false;
  let changed = 0;
  for (let row = 0; row < SAMPLE_ROWS; row++) {
    const y = area.y + Math.floor(((row + 0.5) * area.height) / SAMPLE_ROWS);
    for (let column = 0; column < SAMPLE_COLUMNS; column++) {
      const width = Math.min(TILE_SIZE, area.width);
      const x = area.x + Math.floor(((column + 0.5) * (area.width - width)) / SAMPLE_COLUMNS);
      if (!isSame(frame, sent, offsetOf(frame, x, y), width * BYTES_PER_PIXEL)) changed++;
    }
  }
  return changed > SAMPLE_ROWS * SAMPLE_COLUMNS * MOSTLY_SHARE;
}

/** @param band of rows within one row of cells */
function compareBand(frame: Frame, sent: SentPicture, band: Area, boxes: Map<number, Area>): void {
  const { stride } = frame;
  const start = band.y * stride + band.x * BYTES_PER_PIXEL;
  const isFullWidth = band.width === frame.width;
  if (isFullWidth && isSame(frame, sent, start, stride * band.height)) return;
  const tops = firstChangedRows(frame, sent, band);
  const left = Math.floor(band.x / TILE_SIZE);
  const cellRow = Math.floor(band.y / TILE_SIZE) * sent.grid.columns;
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index] ?? -1;
    if (top === -1) continue;
    const x = Math.max(band.x, (left + index) * TILE_SIZE);
    const width = Math.min(band.x + band.width, (left + index + 1) * TILE_SIZE) - x;
    let last = band.height - 1;
    while (last > top && isSame(frame, sent, offsetOf(frame, x, band.y + last), width * BYTES_PER_PIXEL)) last--;
    addBox(boxes, cellRow + left + index, { x, y: band.y + top, width, height: last - top + 1 });
  }
}

/** Per cell of the band its first row with a change, counted from the band's top; −1: none. */
function firstChangedRows(frame: Frame, sent: SentPicture, band: Area): Int32Array {
  const right = band.x + band.width;
  const left = Math.floor(band.x / TILE_SIZE);
  const tops = new Int32Array(Math.floor((right - 1) / TILE_SIZE) - left + 1).fill(-1);
  let open = tops.length;
  for (let row = 0; row < band.height && open > 0; row++) {
    const y = band.y + row;
    if (isSame(frame, sent, offsetOf(frame, band.x, y), band.width * BYTES_PER_PIXEL)) continue;
    for (let index = 0; index < tops.length; index++) {
      if (tops[index] !== -1) continue;
      const x = Math.max(band.x, (left + index) * TILE_SIZE);
      const width = Math.min(right, (left + index + 1) * TILE_SIZE) - x;
      if (isSame(frame, sent, offsetOf(frame, x, y), width * BYTES_PER_PIXEL)) continue;
      tops[index] = row;
      open--;
    }
  }
  return tops;
}

function offsetOf(frame: Frame, x: number, y: number): number {
  return y * frame.stride + x * BYTES_PER_PIXEL;
}

function isSame(frame: Frame, sent: SentPicture, offset: number, bytes: number): boolean {
  return isEqualMemory(frame.memory.address + offset, sent.memory.address + offset, bytes);
}

function addBox(boxes: Map<number, Area>, cell: number, box: Area): void {
  const known = boxes.get(cell);
  if (!known) {
    boxes.set(cell, box);
    return;
  }
  const right = Math.max(known.x + known.width, box.x + box.width);
  const bottom = Math.max(known.y + known.height, box.y + box.height);
  known.x = Math.min(known.x, box.x);
  known.y = Math.min(known.y, box.y);
  known.width = right - known.x;
  known.height = bottom - known.y;
}

/** Takes unchanged columns off both sides of a box that has changes in its first and last row. */
function shrinkSideways(frame: Frame, sent: SentPicture, box: Area): Area {
  const now = pixelsOfFrame(frame);
  const before = pixelsOfFrame(sent);
  let left = box.width;
  let right = -1;
  for (let row = 0; row < box.height; row++) {
    const start = ((box.y + row) * frame.stride) / BYTES_PER_PIXEL + box.x;
    let column = 0;
    while (column < left && now[start + column] === before[start + column]) column++;
    left = Math.min(left, column);
    column = box.width - 1;
    while (column > right && now[start + column] === before[start + column]) column--;
    right = Math.max(right, column);
  }
  return { ...box, x: box.x + left, width: right - left + 1 };
}

function pixelsOfFrame({ memory }: Frame): Uint32Array {
  return new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, memory.bytes.byteLength >> 2);
}
