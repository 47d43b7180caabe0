import { expect, test } from "bun:test";
import { RateMeter } from "./rate-meter.ts";

test("is of the last seconds, not of all", () => {
  const meter = new RateMeter();
  expect(meter.note(0, 0)).toBeNull();
  expect(meter.note(1_000, 1_000)).toBe(1_000);
  for (let second = 2; second <= 10; second++) meter.note(1_000 + (second - 1) * 5_000, second * 1_000);
  expect(meter.note(51_000, 11_000)).toBe(5_000);
});

test("begins anew where an upload goes back", () => {
  const meter = new RateMeter();
  meter.note(0, 0);
  meter.note(9_000, 1_000);
  expect(meter.note(100, 2_000)).toBeNull();
  expect(meter.note(1_100, 3_000)).toBe(1_000);
});
