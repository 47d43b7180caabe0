/** Rectangles of pixels. Every function returns new areas and takes `width`, `height` ≥ 0. */

export type Area = { x: number; y: number; width: number; height: number };

export function isEmpty(area: Area): boolean {
  return area.width <= 0 || area.height <= 0;
}

export function pixelsOf(area: Area): number {
  return area.width * area.height;
}

export function pixelsOfAll(areas: readonly Area[]): number {
  return areas.reduce((sum, area) => sum + pixelsOf(area), 0);
}

/** What both cover; empty (0 wide or high) when they do not meet. */
export function intersection(a: Area, b: Area): Area {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x);
  const height = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y);
  return { x, y, width, height };
}

/** The smallest area that covers both. */
export function hull(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  const height = Math.max(a.y + a.height, b.y + b.height) - y;
  return { x, y, width, height };
}

export function hullOf(areas: readonly Area[]): Area {
  const [first, ...rest] = areas;
  return first ? rest.reduce(hull, first) : { x: 0, y: 0, width: 0, height: 0 };
}

export function moved(area: Area, dx: number, dy: number): Area {
  return { ...area, x: area.x + dx, y: area.y + dy };
}

/** The parts of `areas` inside `bounds`, in coordinates whose origin is the corner of `bounds`. */
export function clipTo(areas: readonly Area[], bounds: Area): Area[] {
  return areas.map((area) => moved(intersection(area, bounds), -bounds.x, -bounds.y)).filter((area) => !isEmpty(area));
}

/** Rows from `y` on, over the full width. */
export type RowBand = { y: number; height: number };

/**
 * Full-width bands of rows that cover the areas: near ones are one, for two requests cost more than 32 rows of pixels.
 * @returns sorted, disjoint
 */
export function rowBands(areas: readonly Area[], nearRows = 32): RowBand[] {
  const bands: RowBand[] = [];
  for (const { y, height } of areas.toSorted((a, b) => a.y - b.y)) {
    const last = bands.at(-1);
    if (last && y <= last.y + last.height + nearRows) last.height = Math.max(last.height, y + height - last.y);
    else bands.push({ y, height });
  }
  return bands;
}
