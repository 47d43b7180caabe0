/** Sharpening: cells that were sent lossy and have rested are sent again exactly, as whole cells. */
import type { Rect } from "../../protocol/binary/framebuffer-update.ts";
import { ENCODING } from "../../protocol/binary/framebuffer-update.ts";
import { TILE_SIZE } from "../../protocol/limits.ts";
import type { RectEncoder } from "./encode-rect.ts";
import { areaOfCells, type CellRange } from "./grid.ts";
import type { JpegQuality } from "./jpeg.ts";
import type { SentPicture } from "./sent-picture.ts";

/** What has not been sent anything for so long is at rest. */
export const SETTLE_AFTER_MS = 300;
/** Larger blocks compress better, smaller ones keep the update near its budget: 256×128 pixels. */
const BLOCK_COLUMNS = 4;
const BLOCK_ROWS = 2;
/** What a photograph's pixel takes exactly, and as JPEG: by this a block is kept near the budget. */
const EXACT_BYTES_PER_PIXEL = 2.5;
const JPEG_BYTES_PER_PIXEL = 0.2;
/** What was rough becomes good before it becomes exact: of a photograph in a twelfth of the bytes. */
const GOOD: JpegQuality = { quality: 75, isFullColour: false };
/** A photograph takes a sixth less than at level 1; at rest there is time for it. */
const ZSTD_LEVEL = 3;

/**
 * @param budgetBytes stops after the rect that passes it
 * @returns rects of whole cells, marked as sent; empty when nothing has rested long enough
 */
export function settledRects(sent: SentPicture, rects: RectEncoder, nowMs: number, budgetBytes: number): Rect[] {
  const settled: Rect[] = [];
  if (sent.loss.lossyCells === 0) return settled;
  let bytes = 0;
  const isOnlyRough = sent.roughCells > 0 && isAnyResting(sent, nowMs, true);
  const bytesPerPixel = isOnlyRough ? JPEG_BYTES_PER_PIXEL : EXACT_BYTES_PER_PIXEL;
  for (const block of restingBlocks(sent, nowMs, isOnlyRough, budgetBytes / bytesPerPixel)) {
    const area = areaOfCells(sent.grid, block);
    const rect = isOnlyRough ? rects.encode(sent, area, GOOD) : rects.encodeExactly(sent, area, ZSTD_LEVEL);
    sent.markSent(area, rect.encoding === ENCODING.jpeg ? "lossy" : "exact", nowMs);
    settled.push(rect);
    bytes += rect.data.length;
    if (bytes >= budgetBytes) break;
  }
  return settled;
}

/** When the next cell will have rested long enough; Infinity without lossy cells. */
export function nextSettleAtMs(sent: SentPicture): number {
  let earliest = Number.POSITIVE_INFINITY;
  if (sent.loss.lossyCells === 0) return earliest;
  for (let cell = 0; cell < sent.sentAtMs.length; cell++) {
    if (sent.loss.isLossy(cell)) earliest = Math.min(earliest, (sent.sentAtMs[cell] ?? 0) + SETTLE_AFTER_MS);
  }
  return earliest;
}

function isRestingCell(sent: SentPicture, cell: number, nowMs: number, isOnlyRough: boolean): boolean {
  if (isOnlyRough && sent.isRough[cell] !== 1) return false;
  return sent.loss.isLossy(cell) && (sent.sentAtMs[cell] ?? 0) + SETTLE_AFTER_MS <= nowMs;
}

function isAnyResting(sent: SentPicture, nowMs: number, isOnlyRough: boolean): boolean {
  for (let cell = 0; cell < sent.sentAtMs.length; cell++) {
    if (isRestingCell(sent, cell, nowMs, isOnlyRough)) return true;
  }
  return false;
}

/**
 * Blocks of cells that all rest and are lossy (or rough), found row by row.
 * @param pixels that a block may have, if that is a cell at least
 */
function* restingBlocks(sent: SentPicture, nowMs: number, isOnlyRough: boolean, pixels: number): Generator<CellRange> {
  const { columns, rows } = sent.grid;
  const cells = Math.max(1, Math.floor(pixels / TILE_SIZE ** 2));
  const maxColumns = Math.min(BLOCK_COLUMNS, cells);
  const maxRows = Math.min(BLOCK_ROWS, Math.floor(cells / maxColumns));
  const isResting = (column: number, row: number) => isRestingCell(sent, row * columns + column, nowMs, isOnlyRough);
  for (let top = 0; top < rows; top++) {
    for (let left = 0; left < columns; left++) {
      if (!isResting(left, top)) continue;
      let right = left;
      while (right + 1 < columns && right + 1 < left + maxColumns && isResting(right + 1, top)) right++;
      let bottom = top;
      const isRowResting = (row: number) => {
        for (let column = left; column <= right; column++) if (!isResting(column, row)) return false;
        return true;
      };
      while (bottom + 1 < rows && bottom + 1 < top + maxRows && isRowResting(bottom + 1)) bottom++;
      yield { left, top, right, bottom };
    }
  }
}
