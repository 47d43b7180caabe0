import { expect, test } from "bun:test";
import { setupCodeOf } from "./setup-code.ts";

test("the code is read from the printed link's fragment", () => {
  expect(setupCodeOf("#code=abc_-9")).toBe("abc_-9");
});

test("without one there is none", () => {
  expect(["", "#", "#other=1"].map(setupCodeOf)).toEqual(["", "", ""]);
});
