import { expect, test } from "bun:test";
import { createRollOut } from "./roll-out.ts";

const HALF_HOUR_MS = 30 * 60_000;

test("fifty machines at a time have their turn, and keep it when they ask again", () => {
  const rollOut = createRollOut();
  const admitted = Array.from({ length: 60 }, (_, index) => rollOut.admit(`machine ${index}`, 0));
  expect(admitted.filter(Boolean)).toHaveLength(50);
  expect([rollOut.admit("machine 7", 1_000), rollOut.admit("machine 55", 1_000)]).toEqual([true, false]);
});

test("who is done makes room, and so does who is not through after half an hour", () => {
  const rollOut = createRollOut();
  for (let index = 0; index < 50; index++) rollOut.admit(`machine ${index}`, index);
  rollOut.done("machine 3");
  expect([rollOut.admit("next", 100), rollOut.admit("after it", 100)]).toEqual([true, false]);
  expect(rollOut.admit("after it", HALF_HOUR_MS)).toBe(true);
  expect(rollOut.admit("machine 0", HALF_HOUR_MS)).toBe(false);
});
