/** Groups areas that touch or overlap: the damage of one window that moved comes in several pieces. */
import type { Area } from "../capture/area.ts";

/** More pieces than this are no single thing that moved. */
const MAX_AREAS = 64;

export function touchingGroups(areas: readonly Area[]): Area[][] {
  if (areas.length > MAX_AREAS) return [[...areas]];
  const groups: Area[][] = [];
  for (const area of areas) {
    const touching = groups.filter((group) => group.some((other) => isTouching(area, other)));
    const apart = groups.filter((group) => !touching.includes(group));
    groups.splice(0, groups.length, ...apart, [...touching.flat(), area]);
  }
  return groups;
}

function isTouching(a: Area, b: Area): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
