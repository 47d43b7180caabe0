/**
 * Guesses a window's move from the shape of its damage: old place and new place together are a Z of two equal
 * rectangles, whose uppermost and lowermost bands lie as far apart as it moved.
 */
import type { Area } from "../capture/area.ts";
import type { Offset } from "./move.ts";

/** @param group disjoint pieces in bands of rows, as X regions have them */
export function guessByShape(group: readonly Area[]): Offset[] {
  const top = bandAt(group, Math.min(...group.map((area) => area.y)));
  const bottom = bandAt(group, Math.max(...group.map((area) => area.y)));
  if (!top || !bottom || top === bottom || top.width !== bottom.width || top.y === bottom.y) return [];
  const dx = bottom.x - top.x;
  // The lower band is what the lower of the two places has alone: its height is the vertical way.
  const dy = bottom.height;
  return [
    { dx, dy },
    { dx: -dx, dy: -dy },
  ];
}

function bandAt(group: readonly Area[], y: number): Area | null {
  const [only, ...others] = group.filter((area) => area.y === y);
  return only && others.length === 0 ? only : null;
}
