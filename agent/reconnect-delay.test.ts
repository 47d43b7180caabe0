import { expect, test } from "bun:test";
import { reconnectDelayMs } from "./reconnect-delay.ts";

test("waits up to a second, soon up to five, and after a dozen failures up to a minute", () => {
  const longest = [0, 1, 2, 3, 12, 13, 14, 15, 16, 1_000].map((failures) => reconnectDelayMs(failures, 1));
  expect(longest).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test("is anything between nothing and that, at random", () => {
  expect(reconnectDelayMs(3, 0)).toBe(0);
  expect(reconnectDelayMs(3, 0.5)).toBe(2_500);
});

test("is short for a minute where somebody was watching, and then as for all others", () => {
  expect([0, 5, 149].map((failures) => reconnectDelayMs(failures, 1, true))).toEqual([700, 700, 700]);
  expect(reconnectDelayMs(150, 1, true)).toBe(60_000);
});
