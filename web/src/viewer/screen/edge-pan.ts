/** How fast a picture that is larger than its window moves on while the pointer is near an edge. */
import type { Point, Size } from "./scale.ts";

/** Width of the strip along each edge, in CSS pixels. */
const STRIP = 40;
/** At the very edge, in CSS pixels a frame. */
const TOP_SPEED = 24;

export function edgeSpeed(at: Point, view: Size): Point {
  return { x: speedAlong(at.x, view.width), y: speedAlong(at.y, view.height) };
}

function speedAlong(position: number, length: number): number {
  const depth = position < STRIP ? position - STRIP : Math.max(0, position - (length - STRIP));
  return Math.round((Math.min(Math.max(depth, -STRIP), STRIP) / STRIP) * TOP_SPEED);
}
