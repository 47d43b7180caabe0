/**
 * Guesses a window's move from the size of what moved last: the damage is larger than it by the way it went. Costs
 * nothing, and also serves ways straight across or down, whose damage has no shape to tell them by.
 */
import type { Area } from "../capture/area.ts";
import type { Offset } from "./move.ts";

export type Size = { width: number; height: number };

/** @param area around all of the damage: old place and new place together */
export function guessBySize(area: Area, moved: Size): Offset[] {
  const dx = area.width - moved.width;
  const dy = area.height - moved.height;
  // Further than itself: that was another thing.
  if (dx < 0 || dy < 0 || dx >= moved.width || dy >= moved.height || (dx === 0 && dy === 0)) return [];
  const offsets = [
    { dx, dy },
    { dx: -dx, dy: -dy },
  ];
  if (dx > 0 && dy > 0) offsets.push({ dx, dy: -dy }, { dx: -dx, dy });
  return offsets;
}
