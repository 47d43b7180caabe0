/** Joins changed boxes into few rects: each costs the viewer a decode, each unchanged pixel costs bytes. */
import { type Area, hull, pixelsOf } from "../capture/area.ts";

/** More rects than this take longer to decode than the pixels they save. */
const MAX_RECTS = 48;
/** Unchanged pixels that a join may add: a share of what it joins, and what a rect costs by itself. */
const SHARE = 0.2;
const PIXELS_PER_RECT = 512;
/** How far back a partner is looked for: two rows of cells of a 1080p screen. */
const LOOK_BACK = 60;

/** @param boxes disjoint, in order of rows; at most one per cell */
export function mergeAreas(boxes: readonly Area[]): Area[] {
  let areas = joinAll(boxes, PIXELS_PER_RECT);
  for (let allowance = PIXELS_PER_RECT * 4; areas.length > MAX_RECTS; allowance *= 4) areas = joinAll(areas, allowance);
  return areas;
}

function joinAll(boxes: readonly Area[], allowance: number): Area[] {
  let areas = [...boxes];
  for (let before = -1; areas.length !== before; ) {
    before = areas.length;
    areas = joinOnce(areas, allowance);
  }
  return areas;
}

function joinOnce(boxes: readonly Area[], allowance: number): Area[] {
  const areas: Area[] = [];
  for (const box of boxes) {
    // Neighbours stand near the end: boxes come in order of rows.
    const oldest = Math.max(0, areas.length - LOOK_BACK);
    let index = areas.length - 1;
    while (index >= oldest && !isWorthJoining(areas[index] ?? box, box, allowance)) index--;
    const partner = index >= oldest ? areas[index] : undefined;
    if (partner) areas[index] = hull(partner, box);
    else areas.push(box);
  }
  return areas;
}

function isWorthJoining(a: Area, b: Area, allowance: number): boolean {
  const apart = pixelsOf(a) + pixelsOf(b);
  return pixelsOf(hull(a, b)) <= apart * (1 + SHARE) + allowance;
}
