import { expect, test } from "bun:test";
import { guessBySize } from "./guess-by-size.ts";

const WINDOW = { width: 600, height: 400 };

test("a way straight across is what the damage is wider than the window, either way", () => {
  expect(guessBySize({ x: 10, y: 10, width: 605, height: 400 }, WINDOW)).toEqual([
    { dx: 5, dy: 0 },
    { dx: -5, dy: -0 },
  ]);
});

test("a way aslant has four directions", () => {
  const guesses = guessBySize({ x: 0, y: 0, width: 603, height: 402 }, WINDOW);
  expect(guesses).toHaveLength(4);
  expect(guesses).toContainEqual({ dx: -3, dy: 2 });
});

test("damage that is smaller, equal, or too large for the window is another thing", () => {
  for (const size of [{ width: 599, height: 400 }, WINDOW, { width: 1300, height: 400 }]) {
    expect(guessBySize({ x: 0, y: 0, ...size }, WINDOW)).toEqual([]);
  }
});
