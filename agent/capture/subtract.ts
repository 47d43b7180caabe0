/** Takes areas out of areas. */
import { type Area, intersection, isEmpty } from "./area.ts";

/** @returns what of `areas` is not covered by `holes`, in pieces */
export function subtract(areas: readonly Area[], holes: readonly Area[]): Area[] {
  return holes.reduce((left, hole) => left.flatMap((area) => without(area, hole)), [...areas]);
}

function without(area: Area, hole: Area): Area[] {
  const cut = intersection(area, hole);
  if (isEmpty(cut)) return [area];
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const [cutRight, cutBottom] = [cut.x + cut.width, cut.y + cut.height];
  return [
    { ...area, height: cut.y - area.y },
    { x: area.x, y: cut.y, width: cut.x - area.x, height: cut.height },
    { x: cutRight, y: cut.y, width: right - cutRight, height: cut.height },
    { ...area, y: cutBottom, height: bottom - cutBottom },
  ].filter((piece) => !isEmpty(piece));
}
