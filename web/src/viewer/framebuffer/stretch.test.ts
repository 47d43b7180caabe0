import { expect, test } from "bun:test";
import { BufferPool } from "./buffer-pool.ts";
import { packColour } from "./decoded-update.ts";
import { stretch } from "./stretch.ts";

function stretched(width: number, height: number, pixels: number[], place: { width: number; height: number }) {
  const rgba = Uint32Array.from(pixels).buffer;
  return new Uint32Array(stretch({ width, height, rgba }, place, new BufferPool()), 0, place.width * place.height);
}

test("one colour stays one colour, opaque, whatever the sizes", () => {
  const colour = packColour(18, 52, 86);
  const pixels = stretched(3, 2, new Array<number>(6).fill(colour), { width: 17, height: 11 });
  expect([...new Set(pixels)]).toEqual([colour]);
});

test("at its own size a picture stays as it is", () => {
  const pixels = [packColour(255, 0, 0), packColour(0, 255, 0), packColour(0, 0, 255), packColour(255, 255, 255)];
  expect([...stretched(2, 2, pixels, { width: 2, height: 2 })]).toEqual(pixels);
});

test("between two pixels lies their mean, and past the last one nothing", () => {
  const pixels = stretched(2, 1, [packColour(0, 0, 0), packColour(200, 100, 40)], { width: 4, height: 1 });
  expect([...pixels]).toEqual([
    packColour(0, 0, 0),
    packColour(50, 25, 10),
    packColour(150, 75, 30),
    packColour(200, 100, 40),
  ]);
});
