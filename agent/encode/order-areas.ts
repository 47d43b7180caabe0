/** In which order, and in which pieces, areas go into updates that have not room for all of them. */
import { TILE_SIZE } from "../../protocol/limits.ts";
import { type Area, intersection, isEmpty, pixelsOf } from "../capture/area.ts";
import { subtract } from "../capture/subtract.ts";

/** First what touches `first`, then from `resumeY` down, then from the top. */
export function inOrder(areas: readonly Area[], resumeY: number, first: readonly Area[]): Area[] {
  const answers = areas
    .flatMap((area) => first.map((other) => intersection(area, other)))
    .filter((area) => !isEmpty(area));
  const rest = subtract(areas, answers).flatMap((area) => {
    const height = resumeY - area.y;
    if (height <= 0 || height >= area.height) return [area];
    const [top, below] = cutRows(area, height);
    return [top, ...below];
  });
  const below = rest.filter((area) => area.y >= resumeY);
  const above = rest.filter((area) => area.y < resumeY);
  return [...answers, ...below, ...above];
}

/**
 * Cuts about `pixels` off an area: at rows of cells, or where not even one row fits, at columns; at least one cell.
 * @returns what to send now, and the one or two pieces that remain
 */
export function splitAt(area: Area, pixels: number): [now: Area, later: Area[]] {
  if (pixelsOf(area) <= pixels) return [area, []];
  const rows = cellEdgeBefore(area.y, pixels / area.width) - area.y;
  const height = rows > 0 ? rows : nextCellEdge(area.y) - area.y;
  const [top, below] = cutRows(area, height);
  if (rows > 0) return [top, below];
  const columns = cellEdgeBefore(area.x, pixels / top.height) - area.x;
  const width = columns > 0 ? columns : nextCellEdge(area.x) - area.x;
  if (width >= area.width) return [top, below];
  const right = { ...top, x: area.x + width, width: area.width - width };
  return [{ ...top, width }, [right, ...below]];
}

function cutRows(area: Area, height: number): [top: Area, below: Area[]] {
  if (height >= area.height) return [area, []];
  return [{ ...area, height }, [{ ...area, y: area.y + height, height: area.height - height }]];
}

function nextCellEdge(at: number): number {
  return (Math.floor(at / TILE_SIZE) + 1) * TILE_SIZE;
}

function cellEdgeBefore(start: number, length: number): number {
  return Math.floor((start + Math.max(0, length)) / TILE_SIZE) * TILE_SIZE;
}
