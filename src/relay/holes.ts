/** What an update does to the cells that a viewer lacks while it receives every update. */
import {
  ENCODING,
  type FramebufferUpdate,
  type Rect,
  readCopySource,
} from "../../protocol/binary/framebuffer-update.ts";
import type { CellSet } from "./cell-set.ts";
import { cellsOf, columnsOf, contains, spanOf, wholeCellsOf } from "./cell-span.ts";

/** A cell that is painted whole is lacked no more; a copy out of one that is lacked spreads it. */
export function fillHoles(lacking: CellSet, update: FramebufferUpdate): void {
  for (const rect of update.rects) {
    if (rect.encoding === ENCODING.copy) spread(lacking, rect, columnsOf(update.width));
    else fill(lacking, rect, update);
  }
}

function spread(lacking: CellSet, rect: Rect, columns: number): void {
  const source = cellsOf(spanOf({ ...rect, ...readCopySource(rect) }), columns);
  if (!source.some((cell) => lacking.has(cell))) return;
  for (const cell of cellsOf(spanOf(rect), columns)) lacking.add(cell);
}

function fill(lacking: CellSet, rect: Rect, { width, height }: FramebufferUpdate): void {
  const whole = wholeCellsOf(rect, width, height);
  const columns = columnsOf(width);
  if (!rect.clip) {
    for (const cell of cellsOf(whole, columns)) lacking.delete(cell);
    return;
  }
  for (const { column, row } of rect.clip) {
    if (contains(whole, column, row)) lacking.delete(row * columns + column);
  }
}
