import { expect, test } from "bun:test";
import { buildTimeline, clockText, frameAt, marksOf } from "./timeline.ts";

const AT = [0, 250, 60_250, 60_500];

test("as recorded, every frame comes at its time", () => {
  expect(buildTimeline(AT, false)).toEqual({ at: AT, total: 61_500 });
});

test("with skipping, a long pause is a short one, and a short one is left", () => {
  expect(buildTimeline(AT, true)).toEqual({ at: [0, 250, 750, 1_000], total: 2_000 });
});

test("the frame at a position is the last one that has come", () => {
  const timeline = buildTimeline(AT, false);
  expect([-5, 0, 249, 250, 60_249, 60_250, 99_999].map((position) => frameAt(timeline, position))).toEqual([
    0, 0, 0, 1, 1, 2, 3,
  ]);
  expect(frameAt(buildTimeline([], true), 5)).toBe(-1);
});

test("what begins after a long pause is marked", () => {
  expect(marksOf(AT)).toEqual([0, 2]);
  expect(marksOf([])).toEqual([]);
});

test("times are read as clocks are", () => {
  expect([0, 61_000, 3_723_000].map(clockText)).toEqual(["0:00", "1:01", "1:02:03"]);
});
