import { expect, test } from "bun:test";
import fc from "fast-check";
import { createFrame, fillArea, type TestFrame } from "../../test/fakes/frames.ts";
import type { Area } from "../capture/area.ts";
import { findChanges } from "./changed-areas.ts";
import { SentPicture } from "./sent-picture.ts";

const SIZE = { width: 200, height: 150 };
const ALL = { x: 0, y: 0, ...SIZE };

function sentAs(frame: TestFrame): SentPicture {
  const sent = new SentPicture(frame.width, frame.height);
  sent.take(frame, { x: 0, y: 0, width: frame.width, height: frame.height }, "exact", 0);
  return sent;
}

test("finds nothing in a frame that was sent", () => {
  const frame = createFrame(SIZE.width, SIZE.height, 0x123456);
  expect(findChanges(frame, sentAs(frame), [ALL])).toEqual([]);
});

test("gives the exact box of a small change, whatever the damage says", () => {
  const frame = createFrame(SIZE.width, SIZE.height);
  const sent = sentAs(frame);
  const change = { x: 70, y: 80, width: 10, height: 20 };
  fillArea(frame, change, 0);
  expect(findChanges(frame, sent, [ALL])).toEqual([change]);
  expect(findChanges(frame, sent, [{ x: 60, y: 70, width: 40, height: 40 }])).toEqual([change]);
});

test("divides a change at the edges of cells", () => {
  const frame = createFrame(SIZE.width, SIZE.height);
  const sent = sentAs(frame);
  fillArea(frame, { x: 60, y: 60, width: 8, height: 8 }, 0);
  expect(findChanges(frame, sent, [ALL])).toEqual([
    { x: 60, y: 60, width: 4, height: 4 },
    { x: 64, y: 60, width: 4, height: 4 },
    { x: 60, y: 64, width: 4, height: 4 },
    { x: 64, y: 64, width: 4, height: 4 },
  ]);
});

test("looks only where there is damage", () => {
  const frame = createFrame(SIZE.width, SIZE.height);
  const sent = sentAs(frame);
  fillArea(frame, { x: 0, y: 0, width: 5, height: 5 }, 0);
  expect(findChanges(frame, sent, [{ x: 100, y: 100, width: 50, height: 50 }])).toEqual([]);
});

test("what is taken after what was found leaves no difference", () => {
  const anyArea = fc.record({
    x: fc.integer({ min: 0, max: SIZE.width - 1 }),
    y: fc.integer({ min: 0, max: SIZE.height - 1 }),
    width: fc.integer({ min: 1, max: SIZE.width }),
    height: fc.integer({ min: 1, max: SIZE.height }),
  });
  const inside = (area: Area): Area => ({
    ...area,
    width: Math.min(area.width, SIZE.width - area.x),
    height: Math.min(area.height, SIZE.height - area.y),
  });
  fc.assert(
    fc.property(fc.array(anyArea, { minLength: 1, maxLength: 8 }), (areas) => {
      const frame = createFrame(SIZE.width, SIZE.height);
      const sent = sentAs(frame);
      for (const [index, area] of areas.map(inside).entries()) fillArea(frame, area, index * 77);
      for (const change of findChanges(frame, sent, areas.map(inside))) sent.take(frame, change, "exact", 0);
      expect(sent.isSame(frame, ALL)).toBe(true);
      sent.release();
      frame.memory.release();
    }),
    { numRuns: 60 },
  );
});
