import { expect, test } from "bun:test";
import {
  createFrame,
  fillArea,
  moveArea,
  paintArea,
  paintNoise,
  paintText,
  type TestFrame,
} from "../../test/fakes/frames.ts";
import type { Area } from "../capture/area.ts";
import type { Move } from "./move.ts";
import { MoveFinder } from "./move-finder.ts";
import { SentPicture } from "./sent-picture.ts";

const SIZE = { width: 640, height: 480 };

/** A wallpaper with a window of text on it, already sent. */
function scene(window: Area): { frame: TestFrame; sent: SentPicture } {
  const frame = createFrame(SIZE.width, SIZE.height);
  paintNoise(frame, { x: 0, y: 0, ...SIZE }, 3);
  paintText(frame, window);
  const sent = new SentPicture(SIZE.width, SIZE.height);
  sent.take(frame, { x: 0, y: 0, ...SIZE }, "exact", 0);
  return { frame, sent };
}

/** Applies the moves in their order and tells how many pixels of the area are still to be sent. */
function remaining(frame: TestFrame, sent: SentPicture, moves: readonly Move[], area: Area): number {
  for (const { target, from } of moves) sent.copy(target, from, 0);
  let differing = 0;
  const before = new Uint32Array(sent.memory.bytes.buffer);
  paintArea(frame, area, (x, y) => {
    const at = (area.y + y) * SIZE.width + area.x + x;
    if (before[at] !== frame.pixels[at]) differing++;
    return frame.pixels[at] ?? 0;
  });
  return differing;
}

const WINDOW = { x: 100, y: 60, width: 400, height: 320 };

for (const lines of [1, 3, -2]) {
  test(`finds text that scrolled by ${lines} lines`, () => {
    const { frame, sent } = scene(WINDOW);
    paintText(frame, WINDOW, lines);
    const moves = new MoveFinder().find(frame, sent, [WINDOW], 0);
    expect(moves[0]?.from.y).toBe((moves[0]?.target.y ?? 0) + lines * 16);
    expect(remaining(frame, sent, moves, WINDOW)).toBeLessThan(WINDOW.width * Math.abs(lines) * 16 + 1);
  });
}

test("finds a scroll beside a bar that stands still", () => {
  const { frame, sent } = scene({ ...WINDOW, x: WINDOW.x + 96, width: WINDOW.width - 96 });
  paintText(frame, { ...WINDOW, x: WINDOW.x + 96, width: WINDOW.width - 96 }, 2);
  const moves = new MoveFinder().find(frame, sent, [WINDOW], 0);
  expect(remaining(frame, sent, moves, WINDOW)).toBeLessThan(400 * 48);
});

for (const [dx, dy] of [
  [13, 9],
  [-7, 4],
  [5, -11],
  [-20, -3],
] as const) {
  test(`finds a window dragged by ${dx},${dy} from the shape of its damage`, () => {
    const { frame, sent } = scene(WINDOW);
    const [top, bottom] = [Math.min(WINDOW.y, WINDOW.y + dy), Math.max(WINDOW.y, WINDOW.y + dy)];
    const isDown = dy > 0;
    const upperX = isDown ? WINDOW.x : WINDOW.x + dx;
    const lowerX = isDown ? WINDOW.x + dx : WINDOW.x;
    // Old and new place together, in bands of rows as the X server gives them.
    const damage = [
      { x: upperX, y: top, width: WINDOW.width, height: bottom - top },
      {
        x: Math.min(WINDOW.x, WINDOW.x + dx),
        y: bottom,
        width: WINDOW.width + Math.abs(dx),
        height: WINDOW.height - (bottom - top),
      },
      { x: lowerX, y: top + WINDOW.height, width: WINDOW.width, height: bottom - top },
    ];
    moveArea(frame, WINDOW, dx, dy);
    paintNoise(
      frame,
      dx > 0 ? { ...WINDOW, width: dx } : { ...WINDOW, x: WINDOW.x + WINDOW.width + dx, width: -dx },
      9,
    );
    const moves = new MoveFinder().find(frame, sent, damage, 0);
    expect(moves.map((move) => move.target)).toEqual([{ ...WINDOW, x: WINDOW.x + dx, y: WINDOW.y + dy }]);
    expect(moves[0]?.from).toEqual({ x: WINDOW.x, y: WINDOW.y });
  });
}

test("finds a window dragged sideways, and by two steps at once", () => {
  for (const [dx, dy] of [
    [30, 0],
    [17, 23],
  ] as const) {
    const { frame, sent } = scene(WINDOW);
    moveArea(frame, WINDOW, dx, dy);
    const damage = [{ ...WINDOW, width: WINDOW.width + dx, height: WINDOW.height + dy }];
    const moves = new MoveFinder().find(frame, sent, damage, 0);
    expect(moves[0]?.from).toEqual({ x: (moves[0]?.target.x ?? 0) - dx, y: (moves[0]?.target.y ?? 0) - dy });
  }
});

test("finds nothing in a picture that is another one", () => {
  const { frame, sent } = scene(WINDOW);
  paintNoise(frame, WINDOW, 77);
  expect(new MoveFinder().find(frame, sent, [WINDOW], 0)).toEqual([]);
});

test("does not search small changes, nor blank ones", () => {
  const { frame, sent } = scene(WINDOW);
  expect(new MoveFinder().find(frame, sent, [{ x: 110, y: 70, width: 10, height: 20 }], 0)).toEqual([]);
  fillArea(frame, WINDOW, 0xffffff);
  expect(new MoveFinder().find(frame, sent, [WINDOW], 0)).toEqual([]);
});

test("a film is not searched in every frame, and what follows a pause is searched at once", () => {
  const { frame, sent } = scene(WINDOW);
  const finder = new MoveFinder();
  for (let picture = 0; picture < 8; picture++) {
    paintNoise(frame, WINDOW, 20 + picture);
    expect(finder.find(frame, sent, [WINDOW], picture * 33)).toEqual([]);
    sent.take(frame, WINDOW, "exact", picture * 33);
  }
  paintText(frame, WINDOW);
  sent.take(frame, WINDOW, "exact", 270);
  paintText(frame, WINDOW, 1);
  expect(finder.find(frame, sent, [WINDOW], 280)).toEqual([]);
  expect(finder.find(frame, sent, [WINDOW], 1_000)).not.toEqual([]);
});
