/** Scenes that move: a window dragged across the desktop, and pictures that fill the screen. */
import { paintPhoto } from "../pictures.ts";
import type { Scene } from "../scene.ts";
import { openTextWindow, paintCounter, SCREEN } from "../stage.ts";
import { GLYPH_WIDTH, LINE_HEIGHT } from "../text.ts";

/** 600×400 in whole characters is 66 × 20: 594 × 400. */
const WINDOW = { columns: 66, rows: 20 };
const DRAG_COUNTER = { x: 32, y: 1040 };

/** A window of 600×400 on a round course at 60 steps a second; the server uncovers the wallpaper behind it. */
export const drag: Scene = {
  counters: [DRAG_COUNTER],
  stepsPerSecond: 60,
  async prepare(stage) {
    const window = openTextWindow(stage, { x: 200, y: 200 }, WINDOW.columns, WINDOW.rows);
    paintCounter(stage, stage.desktop, DRAG_COUNTER, 0);
    const reach = {
      x: SCREEN.width - WINDOW.columns * GLYPH_WIDTH - 40,
      y: SCREEN.height - WINDOW.rows * LINE_HEIGHT - 80,
    };
    return (step) => {
      // 4 s for one way across, which is 340 pixels a second at the middle: a brisk hand.
      const x = 20 + Math.round((reach.x * (1 - Math.cos((step / 240) * Math.PI))) / 2);
      const y = 20 + Math.round((reach.y * (1 - Math.cos((step / 170) * Math.PI))) / 2);
      stage.draw.moveWindow(window, { x, y });
      paintCounter(stage, stage.desktop, DRAG_COUNTER, step);
    };
  },
};

/** More would only cost the X server memory: a viewer cannot keep eight pictures of the past for reuse. */
const PICTURES = 8;
const MOTION_COUNTERS = [
  { x: 32, y: 32 },
  { x: 1632, y: 1032 },
] as const;

/** The whole screen changes 30 times a second: photo-like pictures, each unlike the one before. */
export const motion: Scene = {
  counters: MOTION_COUNTERS,
  stepsPerSecond: 30,
  async prepare(stage) {
    const { draw, desktop } = stage;
    const pictures: number[] = [];
    for (let index = 0; index < PICTURES; index++) {
      const pixmap = draw.pixmap(SCREEN.width, SCREEN.height);
      draw.putImage(pixmap, paintPhoto(SCREEN.width, SCREEN.height, 100 + index), { x: 0, y: 0, ...SCREEN });
      await stage.x.roundTrip();
      pictures.push(pixmap);
    }
    for (const at of MOTION_COUNTERS) paintCounter(stage, desktop, at, 0);
    const composed = draw.pixmap(SCREEN.width, SCREEN.height);
    const all = { x: 0, y: 0, ...SCREEN };
    return (step) => {
      // Composed apart and shown by one copy, as a video player does: the screen never holds half a step.
      draw.copy(pictures[step % PICTURES] ?? composed, composed, all, all);
      for (const at of MOTION_COUNTERS) paintCounter(stage, composed, at, step);
      draw.copy(composed, desktop, all, all);
    };
  },
};
