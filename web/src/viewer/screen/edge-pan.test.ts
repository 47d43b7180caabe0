import { expect, test } from "bun:test";
import { edgeSpeed } from "./edge-pan.ts";

const VIEW = { width: 1_000, height: 600 };

test.each([
  [
    { x: 500, y: 300 },
    { x: 0, y: 0 },
  ],
  [
    { x: 0, y: 300 },
    { x: -24, y: 0 },
  ],
  [
    { x: 20, y: 590 },
    { x: -12, y: 18 },
  ],
  [
    { x: 1_400, y: -90 },
    { x: 24, y: -24 },
  ],
])("near an edge the picture moves on, the faster the nearer: at %p by %p", (at, speed) => {
  expect(edgeSpeed(at, VIEW)).toEqual(speed);
});
