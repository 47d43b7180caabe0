import { expect, test } from "bun:test";
import { type Area, pixelsOf } from "../capture/area.ts";
import { mergeAreas } from "./merge-areas.ts";

const cell = (column: number, row: number): Area => ({ x: column * 64, y: row * 64, width: 64, height: 64 });

test("makes one rect of a block of cells", () => {
  const cells = [cell(1, 1), cell(2, 1), cell(3, 1), cell(1, 2), cell(2, 2), cell(3, 2)];
  expect(mergeAreas(cells)).toEqual([{ x: 64, y: 64, width: 192, height: 128 }]);
});

test("keeps apart what is far apart", () => {
  expect(mergeAreas([cell(0, 0), cell(9, 9)])).toHaveLength(2);
});

test("joins the two halves of a letter that lies on an edge", () => {
  const halves = [
    { x: 60, y: 10, width: 4, height: 18 },
    { x: 64, y: 10, width: 5, height: 18 },
  ];
  expect(mergeAreas(halves)).toEqual([{ x: 60, y: 10, width: 9, height: 18 }]);
});

test("covers everything with few rects, however scattered", () => {
  const cells: Area[] = [];
  for (let row = 0; row < 16; row++) for (let column = row % 2; column < 30; column += 2) cells.push(cell(column, row));
  const merged = mergeAreas(cells);
  expect(merged.length).toBeLessThanOrEqual(48);
  for (const { x, y, width, height } of cells) {
    const isCovered = merged.some(
      (area) => area.x <= x && area.y <= y && area.x + area.width >= x + width && area.y + area.height >= y + height,
    );
    expect(isCovered).toBe(true);
  }
  expect(Math.max(...merged.map(pixelsOf))).toBeLessThanOrEqual(1920 * 1080);
});
