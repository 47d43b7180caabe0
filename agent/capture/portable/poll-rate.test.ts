import { expect, test } from "bun:test";
import { PollRate } from "./poll-rate.ts";

test("looks often while the screen changes and ever less while it rests", () => {
  const rate = new PollRate();
  const moving = rate.next(true, 5);
  const first = rate.next(false, 5);
  let resting = first;
  for (let look = 0; look < 20; look++) resting = rate.next(false, 5);
  expect(moving).toBeLessThan(first);
  expect(resting).toBe(250);
  rate.hurry();
  expect(rate.next(true, 5)).toBe(moving);
});

test("never takes more than half a core", () => {
  expect(new PollRate().next(true, 80)).toBe(80);
});
