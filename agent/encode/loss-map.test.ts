import { expect, test } from "bun:test";
import { gridOf } from "./grid.ts";
import { LossMap } from "./loss-map.ts";

const GRID = gridOf(256, 200);

test("counts the cells that hold a lossy pixel", () => {
  const loss = new LossMap(GRID);
  loss.mark({ x: 60, y: 60, width: 10, height: 10 }, true);
  expect(loss.lossyCells).toBe(4);
  expect(loss.isLossy(0)).toBe(true);
  expect(loss.isLossy(2)).toBe(false);
});

test("a cell is exact when the last of its lossy pixels is", () => {
  const loss = new LossMap(GRID);
  loss.mark({ x: 0, y: 0, width: 64, height: 64 }, true);
  loss.mark({ x: 0, y: 0, width: 64, height: 63 }, false);
  expect(loss.lossyCells).toBe(1);
  loss.mark({ x: 0, y: 63, width: 64, height: 1 }, false);
  expect(loss.lossyCells).toBe(0);
});

test("a copy takes its loss along, pixel by pixel, and leaves exact pixels exact", () => {
  const loss = new LossMap(GRID);
  loss.mark({ x: 0, y: 0, width: 10, height: 10 }, true);
  loss.copy({ x: 130, y: 70, width: 20, height: 20 }, { x: 0, y: 0 });
  expect(loss.isLossy(4 + 2)).toBe(true);
  expect(loss.lossyCells).toBe(2);
  // What was copied from pixels without loss brings none.
  loss.copy({ x: 130, y: 70, width: 20, height: 20 }, { x: 20, y: 20 });
  expect(loss.lossyCells).toBe(1);
});

test("copies that overlap themselves read before they write", () => {
  const loss = new LossMap(GRID);
  loss.mark({ x: 0, y: 0, width: 256, height: 1 }, true);
  loss.copy({ x: 0, y: 1, width: 256, height: 150 }, { x: 0, y: 0 });
  loss.mark({ x: 0, y: 0, width: 256, height: 2 }, false);
  expect(loss.lossyCells).toBe(0);
});
