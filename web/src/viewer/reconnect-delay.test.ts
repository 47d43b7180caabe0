import { expect, test } from "bun:test";
import { CLOSE } from "../../../protocol/close-codes.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";

const ABNORMAL = 1006;

test("waits 0.3 s at first, then twice as long each time up to a second, and after a minute five", () => {
  const delays = [1, 2, 3, 4, 60, 61, 500].map((attempt) => reconnectDelayMs(attempt, ABNORMAL, 0));
  expect(delays).toEqual([300, 600, 1_000, 1_000, 1_000, 5_000, 5_000]);
});

test("is up to half shorter at random from the second try on", () => {
  expect(reconnectDelayMs(4, ABNORMAL, 1)).toBe(500);
  expect(reconnectDelayMs(1, ABNORMAL, 1)).toBe(300);
});

test("waits long after it was too much for the relay", () => {
  expect(reconnectDelayMs(1, CLOSE.tooMany, 0)).toBe(5_000);
});
