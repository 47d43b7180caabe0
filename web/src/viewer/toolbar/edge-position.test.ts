import { expect, test } from "bun:test";
import { positionByKey, positionByPointer, snapped } from "./edge-position.ts";

test("the toolbar follows the arrow keys within the edge", () => {
  expect(positionByKey("ArrowLeft", 2)).toBe(0);
  expect(positionByKey("ArrowRight", 50)).toBe(54);
  expect(positionByKey("End", 50)).toBe(100);
  expect(positionByKey("a", 50)).toBeNull();
});

test("the grabbed spot stays under the pointer", () => {
  expect(positionByPointer(310, 10, 400, 1_000)).toBe(50);
  expect(positionByPointer(-50, 10, 400, 1_000)).toBe(0);
  expect(positionByPointer(10, 10, 400, 390)).toBe(50);
});

test("near the middle it is in the middle", () => {
  expect([47, 48.2, 51.9, 53].map(snapped)).toEqual([47, 50, 50, 53]);
});
