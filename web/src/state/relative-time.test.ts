import { expect, test } from "bun:test";
import { duration, timeAgo, timeUntil } from "./relative-time.ts";

const NOW = Date.parse("2026-03-10T12:00:00.000Z");
const MINUTE = 60_000;
const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();

test("times past are told in the largest unit that fits", () => {
  expect(timeAgo(at(-59_000), NOW)).toBe("just now");
  expect(timeAgo(at(-MINUTE), NOW)).toBe("1 min ago");
  expect(timeAgo(at(-90 * MINUTE), NOW)).toBe("1 h ago");
  expect(timeAgo(at(-24 * 60 * MINUTE), NOW)).toBe("yesterday");
  expect(timeAgo(at(-3 * 24 * 60 * MINUTE), NOW)).toBe("3 days ago");
});

test("what is over a month ago is told by its date", () => {
  expect(timeAgo(at(-400 * 24 * 60 * MINUTE), NOW)).toContain("2025");
});

test("a clock that runs ahead does not tell of the future", () => {
  expect(timeAgo(at(5 * MINUTE), NOW)).toBe("just now");
});

test("times to come are told in the largest unit that fits", () => {
  expect(timeUntil(at(10_000), NOW)).toBe("in 1 min");
  expect(timeUntil(at(59 * MINUTE), NOW)).toBe("in 59 min");
  expect(timeUntil(at(5 * 60 * MINUTE), NOW)).toBe("in 5 h");
  expect(timeUntil(at(24 * 60 * MINUTE), NOW)).toBe("in a day");
  expect(timeUntil(at(7 * 24 * 60 * MINUTE), NOW)).toBe("in 7 days");
});

test("what has come is over", () => {
  expect(timeUntil(at(0), NOW)).toBe("over");
});

test("durations name two units at most, and no empty second one", () => {
  expect(duration(45_400)).toBe("45 s");
  expect(duration(12 * MINUTE)).toBe("12 min");
  expect(duration(125 * MINUTE)).toBe("2 h 5 min");
  expect(duration(120 * MINUTE)).toBe("2 h");
  expect(duration(76 * 60 * MINUTE + 59_000)).toBe("3 d 4 h");
});

test("a duration that clocks make negative is none", () => {
  expect(duration(-5_000)).toBe("0 s");
});
