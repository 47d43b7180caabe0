/** Sharpening: cells that were sent lossy and have rested are sent again exactly, as whole cells. */
import type { Rect } from "../../protocol/binary/framebuffer-update.ts";
import type { RectEncoder } from "./encode-rect.ts";
import { areaOfCells, type CellRange } from "./grid.ts";
import type { SentPicture } from "./sent-picture.ts";

/** What has not been sent anything for so long is at rest. */
export const SETTLE_AFTER_MS = 300;
/** Larger blocks compress better, smaller ones keep the update near its budget: 256×128 pixels. */
const BLOCK_COLUMNS = 4;
const BLOCK_ROWS = 2;
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
  for (const block of restingBlocks(sent, nowMs)) {
    const area = areaOfCells(sent.grid, block);
    const rect = rects.encodeExactly(sent, area, ZSTD_LEVEL);
    sent.markSent(area, true, nowMs);
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

/** Blocks of cells that all rest and are lossy, found row by row. */
function* restingBlocks(sent: SentPicture, nowMs: number): Generator<CellRange> {
  const { columns, rows } = sent.grid;
  const isResting = (column: number, row: number): boolean => {
    const cell = row * columns + column;
    return sent.loss.isLossy(cell) && (sent.sentAtMs[cell] ?? 0) + SETTLE_AFTER_MS <= nowMs;
  };
  for (let top = 0; top < rows; top++) {
    for (let left = 0; left < columns; left++) {
      if (!isResting(left, top)) continue;
      let right = left;
      while (right + 1 < columns && right + 1 < left + BLOCK_COLUMNS && isResting(right + 1, top)) right++;
      let bottom = top;
      const isRowResting = (row: number) => {
        for (let column = left; column <= right; column++) if (!isResting(column, row)) return false;
        return true;
      };
      while (bottom + 1 < rows && bottom + 1 < top + BLOCK_ROWS && isRowResting(bottom + 1)) bottom++;
      yield { left, top, right, bottom };
    }
  }
}
