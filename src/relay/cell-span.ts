/** Which 64×64 cells a rect touches, and which of them it covers whole. */
import type { FramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { MalformedMessageError } from "../../protocol/binary/message-type.ts";
import { TILE_SIZE } from "../../protocol/limits.ts";

/** Columns and rows from … to, inclusive; empty where left > right or top > bottom. */
export type CellSpan = { left: number; right: number; top: number; bottom: number };

type Area = { x: number; y: number; width: number; height: number };

/** Cells that the area intersects. */
export function spanOf(area: Area): CellSpan {
  return {
    left: Math.floor(area.x / TILE_SIZE),
    right: Math.floor((area.x + area.width - 1) / TILE_SIZE),
    top: Math.floor(area.y / TILE_SIZE),
    bottom: Math.floor((area.y + area.height - 1) / TILE_SIZE),
  };
}

/** Cells that the area covers whole; those at the right and bottom edge end with the framebuffer. May be empty. */
export function wholeCellsOf(area: Area, framebufferWidth: number, framebufferHeight: number): CellSpan {
  const right = area.x + area.width;
  const bottom = area.y + area.height;
  return {
    left: Math.ceil(area.x / TILE_SIZE),
    right: (right >= framebufferWidth ? Math.ceil(right / TILE_SIZE) : Math.floor(right / TILE_SIZE)) - 1,
    top: Math.ceil(area.y / TILE_SIZE),
    bottom: (bottom >= framebufferHeight ? Math.ceil(bottom / TILE_SIZE) : Math.floor(bottom / TILE_SIZE)) - 1,
  };
}

export function contains(span: CellSpan, column: number, row: number): boolean {
  return column >= span.left && column <= span.right && row >= span.top && row <= span.bottom;
}

export function cellCountOf(span: CellSpan): number {
  return Math.max(0, span.right - span.left + 1) * Math.max(0, span.bottom - span.top + 1);
}

/** Columns of the grid over a framebuffer of this width. */
export function columnsOf(framebufferWidth: number): number {
  return Math.ceil(framebufferWidth / TILE_SIZE);
}

/** Indexes (row × columns + column) of the span's cells. */
export function cellsOf(span: CellSpan, columns: number): number[] {
  const cells: number[] = [];
  for (let row = span.top; row <= span.bottom; row++) {
    for (let column = span.left; column <= span.right; column++) cells.push(row * columns + column);
  }
  return cells;
}

/**
 * Refuses updates whose rects cover the framebuffer many times over: work that a hostile agent could make the relay do.
 * @returns the cells that taking it in looks at
 * @throws MalformedMessageError
 */
export function checkCellWork(update: FramebufferUpdate): number {
  const cells = cellCountOf(spanOf({ x: 0, y: 0, width: update.width, height: update.height }));
  let work = 0;
  for (const rect of update.rects) work += cellCountOf(spanOf(rect)) + (rect.clip?.length ?? 0);
  // A rect smaller than a cell may touch four, and an agent may paint over what it has just painted.
  const limit = 4 * cells + 16 * update.rects.length;
  if (work > limit) throw new MalformedMessageError(`rects of ${work} cells are more than ${limit}`);
  return work;
}
