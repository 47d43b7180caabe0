import { expect, test } from "bun:test";
import type { Rect } from "../../protocol/binary/framebuffer-update.ts";
import { type Area, copyRect, encodedRect } from "../../test/fakes/painted-screen.ts";
import { TileState } from "./tile-state.ts";

const WHOLE = { x: 0, y: 0, width: 200, height: 100 };

/** A screen of 4 × 2 cells, of which the right and bottom ones are narrow. */
function screen(maxBytes = 1_000_000): TileState {
  const tiles = new TileState(maxBytes);
  tiles.resize(WHOLE.width, WHOLE.height);
  return tiles;
}

function apply(tiles: TileState, rects: Rect[], messageBytes = 1_000_000): void {
  tiles.apply({ flags: 0, stream: 1, frame: 1, capturedAtMs: 0, width: 200, height: 100, rects }, messageBytes);
}

function known(tiles: TileState): number[] {
  return Array.from({ length: tiles.cellCount }, (_, cell) => cell).filter((cell) => tiles.owner(cell) !== null);
}

test("every cell that a rect covers whole is known, the narrow ones at the edges too", () => {
  const tiles = screen();
  apply(tiles, [encodedRect(WHOLE, 1)]);
  expect(known(tiles)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("a cell that a rect covers in part is unknown", () => {
  const tiles = screen();
  apply(tiles, [encodedRect(WHOLE, 1), encodedRect({ x: 60, y: 0, width: 68, height: 64 }, 2)]);
  expect(known(tiles)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a copy leaves its cells unknown", () => {
  const tiles = screen();
  apply(tiles, [encodedRect(WHOLE, 1), copyRect({ x: 0, y: 0, width: 128, height: 64 }, 10, 10)]);
  expect(known(tiles)).toEqual([2, 3, 4, 5, 6, 7]);
});

test("of a rect with a clip list only the listed cells count", () => {
  const tiles = screen();
  apply(tiles, [
    {
      ...encodedRect(WHOLE, 1),
      clip: [
        { column: 1, row: 0 },
        { column: 9, row: 9 },
      ],
    },
  ]);
  expect(known(tiles)).toEqual([1]);
});

test("lists the cells that an update touched, each once", () => {
  const tiles = screen();
  const area: Area = { x: 0, y: 0, width: 10, height: 10 };
  apply(tiles, [encodedRect(area, 1), encodedRect({ ...area, x: 60 }, 2)]);
  expect(tiles.touched).toEqual([0, 1]);
});

test("a rect of which nothing is current any more costs nothing any more", () => {
  const tiles = screen();
  apply(tiles, [encodedRect(WHOLE, 1, 5_000)]);
  apply(tiles, [encodedRect(WHOLE, 2, 100)]);
  expect(tiles.keptBytes).toBe(100);
});

test("a small rect of a large message does not pin the message", () => {
  const tiles = screen();
  const rect = encodedRect(WHOLE, 1, 100);
  apply(tiles, [rect], 1_000);
  expect(tiles.owner(0)?.data.buffer).not.toBe(rect.data.buffer);
  apply(tiles, [rect], 120);
  expect(tiles.owner(0)?.data.buffer).toBe(rect.data.buffer);
});

test("above its bound it gives up the rects that serve least for their bytes", () => {
  const tiles = screen(10_000);
  apply(tiles, [encodedRect(WHOLE, 1, 4_000), encodedRect({ x: 0, y: 0, width: 64, height: 64 }, 2, 7_000)]);
  expect(tiles.keptBytes).toBe(4_000);
  expect(known(tiles)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a large rect of which next to nothing is current is given up", () => {
  const tiles = new TileState(1_000_000);
  tiles.resize(1_920, 1_080);
  const all = { x: 0, y: 0, width: 1_920, height: 1_080 };
  const update = { flags: 0, stream: 1, frame: 1, capturedAtMs: 0, width: 1_920, height: 1_080 };
  tiles.apply({ ...update, rects: [encodedRect(all, 1, 500)] }, 500);
  tiles.apply({ ...update, rects: [encodedRect({ ...all, height: 1_024 }, 2, 500)] }, 500);
  expect(tiles.owner(16 * 30)).toBeNull();
  expect(tiles.keptBytes).toBe(500);
});
