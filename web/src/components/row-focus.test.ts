import { expect, test } from "bun:test";
import { targetOf } from "./row-focus.ts";

test("arrows move by a row and stop at the ends", () => {
  expect(targetOf("ArrowDown", 0, 3)).toBe(1);
  expect(targetOf("ArrowDown", 2, 3)).toBe(2);
  expect(targetOf("ArrowUp", 0, 3)).toBe(0);
});

test("pages, Home and End stay within the list", () => {
  expect(targetOf("PageDown", 5, 12)).toBe(11);
  expect(targetOf("PageUp", 5, 12)).toBe(0);
  expect(targetOf("Home", 5, 12)).toBe(0);
  expect(targetOf("End", 5, 12)).toBe(11);
});

test("other keys do not move", () => {
  expect(targetOf("Enter", 0, 3)).toBeNull();
  expect(targetOf("a", 0, 3)).toBeNull();
});
