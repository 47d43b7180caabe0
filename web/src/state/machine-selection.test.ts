import { expect, test } from "bun:test";
import { rangeBetween } from "./machine-selection.ts";

const shown = ["a", "b", "c", "d"].map((id) => ({ id }));

test("a range goes either way, both ends included", () => {
  expect(rangeBetween(shown, "b", "d")).toEqual(["b", "c", "d"]);
  expect(rangeBetween(shown, "d", "b")).toEqual(["b", "c", "d"]);
});

test("without a beginning that is shown, a range is its end", () => {
  expect(rangeBetween(shown, null, "c")).toEqual(["c"]);
  expect(rangeBetween(shown, "gone", "c")).toEqual(["c"]);
});
