/** The grid of 64×64 cells over a framebuffer; cells at the right and lower edge may be smaller. */
import { TILE_SIZE } from "../../protocol/limits.ts";
import type { Area } from "../capture/area.ts";

export type Grid = { width: number; height: number; columns: number; rows: number };

/** Cells from `left` to `right` and `top` to `bottom`, all inclusive. */
export type CellRange = { left: number; top: number; right: number; bottom: number };

export function gridOf(width: number, height: number): Grid {
  return { width, height, columns: Math.ceil(width / TILE_SIZE), rows: Math.ceil(height / TILE_SIZE) };
}

/** @param cell row × columns + column */
export function areaOfCell(grid: Grid, cell: number): Area {
  const column = cell % grid.columns;
  const row = (cell - column) / grid.columns;
  return areaOfCells(grid, { left: column, right: column, top: row, bottom: row });
}

/** The pixels of these cells, inside the framebuffer. */
export function areaOfCells(grid: Grid, { left, top, right, bottom }: CellRange): Area {
  const [x, y] = [left * TILE_SIZE, top * TILE_SIZE];
  return {
    x,
    y,
    width: Math.min((right + 1) * TILE_SIZE, grid.width) - x,
    height: Math.min((bottom + 1) * TILE_SIZE, grid.height) - y,
  };
}

/** Cells that an area touches. */
export function cellsTouched(area: Area): CellRange {
  return {
    left: Math.floor(area.x / TILE_SIZE),
    top: Math.floor(area.y / TILE_SIZE),
    right: Math.floor((area.x + area.width - 1) / TILE_SIZE),
    bottom: Math.floor((area.y + area.height - 1) / TILE_SIZE),
  };
}

/** Cells that an area covers wholly; empty when right < left or bottom < top. */
export function cellsCovered(grid: Grid, area: Area): CellRange {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  return {
    left: Math.ceil(area.x / TILE_SIZE),
    top: Math.ceil(area.y / TILE_SIZE),
    right: (right >= grid.width ? grid.columns : Math.floor(right / TILE_SIZE)) - 1,
    bottom: (bottom >= grid.height ? grid.rows : Math.floor(bottom / TILE_SIZE)) - 1,
  };
}

export function forEachCell(grid: Grid, range: CellRange, visit: (cell: number) => void): void {
  for (let row = range.top; row <= range.bottom; row++) {
    for (let column = range.left; column <= range.right; column++) visit(row * grid.columns + column);
  }
}
