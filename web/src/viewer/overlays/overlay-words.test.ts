import { expect, test } from "bun:test";
import { displayProblem } from "../../../../protocol/messages/fields.ts";
import { endWords } from "./end-words.ts";
import { problemWords } from "./problem-words.ts";
import { secondsUntil } from "./seconds-left.ts";

test.each(displayProblem.options)(
  "a machine without a picture for the reason %s says so, and what to do",
  (problem) => {
    expect(problemWords(problem).title("web-01")).toContain("web-01");
    expect(problemWords(problem).remedy).toMatch(/\.$/);
  },
);

test("an end says by whom", () => {
  expect(endWords("Ada", "Ada")).toBe("You ended it.");
  expect(endWords("Bob", "Ada")).toBe("Bob ended it.");
  expect(endWords("declined", "Ada")).toContain("declined");
  expect(endWords("toString", null)).toBe("toString ended it.");
  expect(endWords(null, null)).not.toContain("null");
});

test("a countdown ends at zero", () => {
  expect(secondsUntil(10_000, 7_001)).toBe(3);
  expect(secondsUntil(10_000, 11_000)).toBe(0);
});
