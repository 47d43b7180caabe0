import { expect, test } from "bun:test";
import { jpegQuality } from "./quality.ts";

test("a chosen quality stays whatever the link does", () => {
  expect(jpegQuality("high", 1_000)).toEqual(jpegQuality("high", 1e9));
  expect(jpegQuality("low", 1e9).quality).toBeLessThan(jpegQuality("medium", 1_000).quality);
});

test("automatic quality falls with the link", () => {
  const qualities = [64_000, 300_000, 1_000_000, 10_000_000].map((rate) => jpegQuality("auto", rate).quality);
  expect(qualities).toEqual(qualities.toSorted((a, b) => a - b));
  expect(new Set(qualities).size).toBe(4);
});
