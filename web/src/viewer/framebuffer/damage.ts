/** Which areas of the canvas an update has changed. */
import type { Area, DecodedRect } from "./decoded-update.ts";
import { areasOf } from "./picture.ts";

/** Each call costs the canvas what this many pixels cost. */
const CALL_PIXELS = 20_000;

/** The areas of all rects; one that encloses them all where that is less work. */
export function damageOf(rects: readonly DecodedRect[]): Area[] {
  const areas = rects.flatMap(areasOf);
  if (areas.length < 2) return areas;
  const hull = hullOf(areas);
  const separately = areas.reduce((sum, area) => sum + pixelsOf(area) + CALL_PIXELS, 0);
  return pixelsOf(hull) + CALL_PIXELS < separately ? [hull] : areas;
}

function pixelsOf({ width, height }: Area): number {
  return width * height;
}

function hullOf(areas: readonly Area[]): Area {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { x, y, width, height } of areas) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
