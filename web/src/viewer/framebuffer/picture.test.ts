import { expect, test } from "bun:test";
import { type DecodedRect, packColour } from "./decoded-update.ts";
import { areasOf, Picture } from "./picture.ts";

const SIZE = { x: 0, y: 0, width: 150, height: 130 };

function numbered(width: number, height: number): ArrayBuffer {
  return Uint32Array.from({ length: width * height }, (_, index) => index + 1).buffer;
}

function pixelAt(picture: Picture, x: number, y: number): number {
  return new Uint32Array(picture.rgba)[y * picture.width + x] ?? 0;
}

function numberedPicture(): Picture {
  const picture = new Picture(SIZE.width, SIZE.height);
  picture.paint({ ...SIZE, kind: "pixels", rgba: numbered(SIZE.width, SIZE.height) });
  return picture;
}

test("packs colours as bytes R G B A", () => {
  expect([...new Uint8Array(Uint32Array.of(packColour(1, 2, 3)).buffer)]).toEqual([1, 2, 3, 255]);
});

test("takes a whole screen's buffer over and gives its own back", () => {
  const picture = new Picture(SIZE.width, SIZE.height);
  const before = picture.rgba;
  const rgba = numbered(SIZE.width, SIZE.height);
  expect(picture.paint({ ...SIZE, kind: "pixels", rgba })).toBe(before);
  expect(picture.rgba).toBe(rgba);
});

test("keeps its own buffer for a rect in a larger one that is used again", () => {
  const picture = new Picture(SIZE.width, SIZE.height);
  const rgba = new ArrayBuffer(SIZE.width * SIZE.height * 4 + 400);
  expect(picture.paint({ ...SIZE, kind: "pixels", rgba })).toBe(rgba);
});

for (const [dx, dy] of [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [7, 3],
  [-7, -3],
] as const) {
  test(`copies by ${dx},${dy} as if the source had been set aside`, () => {
    const picture = numberedPicture();
    const before = new Uint32Array(picture.rgba.slice(0));
    const to = { x: 20 + dx, y: 20 + dy, width: 60, height: 50 };
    picture.paint({ ...to, kind: "copy", fromX: 20, fromY: 20 });
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width; x++) {
        expect(pixelAt(picture, to.x + x, to.y + y)).toBe(before[(20 + y) * SIZE.width + 20 + x] ?? -1);
      }
    }
  });
}

test("copies only the cells of a clip list, from where each lay before", () => {
  const picture = numberedPicture();
  const copy: DecodedRect = {
    ...{ x: 1, y: 0, width: 149, height: 130 },
    ...{ kind: "copy", fromX: 0, fromY: 0 },
    clip: [
      { column: 0, row: 0 },
      { column: 1, row: 0 },
    ],
  };
  picture.paint(copy);
  expect(pixelAt(picture, 100, 63)).toBe(63 * SIZE.width + 99 + 1);
  expect(pixelAt(picture, 100, 64)).toBe(64 * SIZE.width + 100 + 1);
  expect(pixelAt(picture, 128, 0)).toBe(128 + 1);
});

test("cuts the cells of a clip list at the rect's edges, and leaves out those beside it", () => {
  const clip = [
    { column: 0, row: 0 },
    { column: 2, row: 1 },
    { column: 3, row: 3 },
  ];
  expect(areasOf({ x: 10, y: 60, width: 125, height: 20, clip })).toEqual([
    { x: 10, y: 60, width: 54, height: 4 },
    { x: 128, y: 64, width: 7, height: 16 },
  ]);
});
