import { expect, test } from "bun:test";
import { joinPictures, type Picture } from "./join-pictures.ts";

function plain(width: number, height: number, value: number): Picture {
  return { width, height, pixels: Buffer.alloc(width * height * 4, value) };
}

/** First byte of each pixel, a row a line. */
function rowsOf({ width, pixels }: Picture): number[][] {
  const firsts = [...pixels].filter((_, at) => at % 4 === 0);
  return Array.from({ length: firsts.length / width }, (_, row) => firsts.slice(row * width, (row + 1) * width));
}

test("monitors of different heights stand beside each other, and what none covers is black", () => {
  const places = [
    { x: 0, y: 0 },
    { x: 2, y: 1 },
  ];
  const joined = joinPictures([plain(2, 1, 7), plain(2, 2, 9)], places, { width: 4, height: 3 });
  expect(rowsOf(joined)).toEqual([
    [7, 7, 0, 0],
    [0, 0, 9, 9],
    [0, 0, 9, 9],
  ]);
});

test("a picture that is larger than its place is cut", () => {
  const joined = joinPictures([plain(3, 3, 7)], [{ x: 1, y: 1 }], { width: 2, height: 2 });
  expect(rowsOf(joined)).toEqual([
    [0, 0],
    [0, 7],
  ]);
});
