import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Area, clipTo, hull, intersection, isEmpty, pixelsOfAll, rowBands } from "./area.ts";
import { subtract } from "./subtract.ts";

const side = fc.integer({ min: 1, max: 12 });
const place = fc.integer({ min: 0, max: 12 });
const anyArea: fc.Arbitrary<Area> = fc.record({ x: place, y: place, width: side, height: side });

function pointsOf(areas: readonly Area[]): Set<string> {
  const points = new Set<string>();
  for (const { x, y, width, height } of areas) {
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) points.add(`${column},${row}`);
  }
  return points;
}

test("an intersection covers the points that both cover", () => {
  fc.assert(
    fc.property(anyArea, anyArea, (a, b) => {
      const [first, second] = [pointsOf([a]), pointsOf([b])];
      expect(pointsOf([intersection(a, b)])).toEqual(new Set([...first].filter((point) => second.has(point))));
    }),
  );
});

test("a hull covers both and is no larger than it must be", () => {
  expect(hull({ x: 2, y: 3, width: 4, height: 5 }, { x: 10, y: 1, width: 1, height: 1 })).toEqual({
    x: 2,
    y: 1,
    width: 9,
    height: 7,
  });
});

test("subtracting leaves exactly the points outside the holes, each once", () => {
  fc.assert(
    fc.property(anyArea, fc.array(anyArea, { maxLength: 3 }), (area, holes) => {
      const left = subtract([area], holes);
      const gone = pointsOf(holes);
      const expected = [...pointsOf([area])].filter((point) => !gone.has(point));
      expect(pointsOf(left)).toEqual(new Set(expected));
      expect(pixelsOfAll(left)).toBe(expected.length);
      expect(left.some(isEmpty)).toBe(false);
    }),
  );
});

test("clips to a monitor and counts from its corner", () => {
  const monitor = { x: 100, y: 50, width: 200, height: 100 };
  const areas = [
    { x: 90, y: 40, width: 20, height: 20 },
    { x: 0, y: 0, width: 50, height: 50 },
  ];
  expect(clipTo(areas, monitor)).toEqual([{ x: 0, y: 0, width: 10, height: 10 }]);
});

test("joins bands of rows that are near, keeps apart those that are not", () => {
  const bands = rowBands([
    { x: 0, y: 100, width: 5, height: 10 },
    { x: 50, y: 0, width: 5, height: 20 },
    { x: 9, y: 40, width: 5, height: 5 },
  ]);
  expect(bands).toEqual([
    { y: 0, height: 45 },
    { y: 100, height: 10 },
  ]);
});
