import { expect, test } from "bun:test";
import { WholeFrames } from "./whole-frames.ts";

test("nothing is due while nothing changes", () => {
  const frames = new WholeFrames(4);
  expect(frames.waitMs(0)).toBe(Number.POSITIVE_INFINITY);
});

test("the first change is due at once, the next ones at the rate", () => {
  const frames = new WholeFrames(4);
  frames.noteChange();
  expect(frames.waitMs(1_000)).toBe(0);
  frames.noteSent(1_000);
  frames.noteChange();
  expect(frames.waitMs(1_100)).toBe(150);
  expect(frames.waitMs(1_250)).toBe(0);
});
