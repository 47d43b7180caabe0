import { expect, test } from "bun:test";
import { clickDelays, delayOf } from "./delay.ts";

test("the delay is the time from the paint of a value to its first sighting", () => {
  const delay = delayOf(
    [
      [1, 1000],
      [2, 1100],
      [3, 1200],
    ],
    [
      [1, 1010],
      [2, 1130],
      [3, 1220],
    ],
  );
  expect(delay.p50Ms).toBe(20);
  expect(delay.shownPerSecond).toBeCloseTo(10);
});

test("a value that was never seen counts as not shown, and not as late", () => {
  const delay = delayOf(
    [
      [1, 1000],
      [2, 1100],
      [3, 1200],
      [4, 1300],
    ],
    [
      [1, 1010],
      [4, 1310],
    ],
  );
  expect(delay.p50Ms).toBe(10);
  expect(delay.shownPerSecond).toBeCloseTo(5);
  expect(delay.paintedPerSecond).toBeCloseTo(10);
});

test("a queue that grows shows as growth", () => {
  const painted = Array.from({ length: 40 }, (_, step) => [step, step * 100] as const);
  const seen = painted.map(([step, at]): [number, number] => [step, at + 10 + step * 5]);
  expect(delayOf(painted, seen).growthMs).toBeCloseTo(150);
});

test("a click is answered by the next new value", () => {
  const seen: [number, number][] = [
    [1, 130],
    [2, 445],
  ];
  expect(clickDelays([100, 400, 900], seen).p50Ms).toBeCloseTo(37.5);
});
