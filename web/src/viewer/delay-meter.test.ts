import { beforeEach, expect, test } from "bun:test";
import { DelayMeter } from "./delay-meter.ts";

let delay: DelayMeter;
beforeEach(() => {
  delay = new DelayMeter();
});

test("is what a picture took longer than the quickest, whatever the two clocks say", () => {
  delay.observe(1_000_000, 50);
  expect(delay.observe(1_000_100, 150)).toBe(0);
  expect(delay.observe(1_000_200, 290)).toBe(40);
});

test("learns from a quicker one", () => {
  delay.observe(0, 100);
  delay.observe(100, 180);
  expect(delay.observe(200, 300)).toBe(20);
});

test("goes on when the machine's clock begins anew at 2³²", () => {
  delay.observe(2 ** 32 - 50, 1_000);
  expect(delay.observe(50, 1_107)).toBe(7);
});

test("forgets what was quickest after one to two minutes, as clocks drift", () => {
  delay.observe(0, 0);
  for (let minute = 1; minute <= 3; minute++) delay.observe(minute * 61_000, minute * 61_000 + 30);
  expect(delay.observe(190_000, 190_030)).toBe(0);
});

test("starts anew with another clock", () => {
  delay.observe(0, 0);
  delay.reset();
  expect(delay.observe(5_000_000, 100)).toBe(0);
});
