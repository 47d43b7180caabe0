import { expect, test } from "bun:test";
import { damageOf } from "./damage.ts";
import type { DecodedRect } from "./decoded-update.ts";

const rect = (x: number, y: number, width: number, height: number): DecodedRect => {
  return { x, y, width, height, kind: "solid", colour: 0 };
};

test("of one rect is the rect", () => {
  expect(damageOf([rect(1, 2, 3, 4)])).toMatchObject([{ x: 1, y: 2, width: 3, height: 4 }]);
});

test("of many near one another is what encloses them", () => {
  expect(damageOf([rect(10, 20, 30, 40), rect(50, 10, 20, 20)])).toEqual([{ x: 10, y: 10, width: 60, height: 50 }]);
});

test("of two far from one another are both", () => {
  expect(damageOf([rect(0, 0, 10, 10), rect(1900, 1000, 10, 10)])).toHaveLength(2);
});

test("of an update without rects is nothing", () => {
  expect(damageOf([])).toEqual([]);
});
