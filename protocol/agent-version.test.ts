import { expect, test } from "bun:test";
import { isOutdated } from "./agent-version.ts";

test("versions are compared by their numbers", () => {
  expect(isOutdated("0.9.0", "0.10.0")).toBe(true);
  expect(isOutdated("1.0", "1.0.1")).toBe(true);
  expect(isOutdated("1.0.0", "1.0")).toBe(false);
  expect(isOutdated("2.0.0", "1.9.9")).toBe(false);
  expect(isOutdated("v1.2.3", "1.2.3")).toBe(false);
});

test("what is no version, or no newer one known, is not outdated", () => {
  expect(isOutdated("<b>old</b>", "1.0.0")).toBe(false);
  expect(isOutdated("1.0.0", null)).toBe(false);
  expect(isOutdated("1.0.0", "nonsense")).toBe(false);
});
