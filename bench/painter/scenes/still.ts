/** Scenes that rest: an idle desktop, one that answers clicks, and a photo beside text that appears once. */
import { paintPhoto } from "../pictures.ts";
import type { Scene } from "../scene.ts";
import { openTextWindow, paintCounter, paintPage, SCREEN } from "../stage.ts";
import { GLYPH_WIDTH, LINE_HEIGHT } from "../text.ts";

const COUNTER = { x: 64, y: 40 };

/** Nothing changes at all. */
export const idle: Scene = {
  counters: [COUNTER],
  stepsPerSecond: 0,
  async prepare(stage) {
    openTextWindow(stage, { x: 200, y: 120 }, 100, 36);
    paintCounter(stage, stage.desktop, COUNTER, 0);
    return () => {};
  },
};

/** An idle desktop that paints at once when it is clicked. */
export const click: Scene = {
  counters: [COUNTER],
  stepsPerSecond: 0,
  async prepare(stage) {
    openTextWindow(stage, { x: 200, y: 120 }, 100, 36);
    paintCounter(stage, stage.desktop, COUNTER, 0);
    return (step) => paintCounter(stage, stage.desktop, COUNTER, step);
  },
};

const PHOTO = { x: 1020, y: 110, width: 840, height: 860 };
const PAGE = { x: 80, y: 100, columns: 100, rows: 45 };

/** A page of text beside a photograph appears at once over a plain desktop. */
export const photo: Scene = {
  counters: [COUNTER],
  stepsPerSecond: "once",
  async prepare(stage) {
    const { draw } = stage;
    const backdrop = draw.window({ x: 0, y: 0, ...SCREEN }, 0x6b7a8f);
    paintCounter(stage, backdrop, COUNTER, 0);
    const picture = draw.pixmap(PHOTO.width, PHOTO.height);
    const pictureArea = { x: 0, y: 0, width: PHOTO.width, height: PHOTO.height };
    draw.putImage(picture, paintPhoto(PHOTO.width, PHOTO.height, 21), pictureArea);
    const pageArea = { x: 0, y: 0, width: PAGE.columns * GLYPH_WIDTH, height: PAGE.rows * LINE_HEIGHT };
    const page = draw.pixmap(pageArea.width, pageArea.height);
    paintPage(stage, page, PAGE.columns, PAGE.rows);
    return (step) => {
      draw.copy(page, backdrop, pageArea, PAGE);
      draw.copy(picture, backdrop, pictureArea, PHOTO);
      paintCounter(stage, backdrop, COUNTER, step);
    };
  },
};
