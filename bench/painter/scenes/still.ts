/** Scenes that rest: an idle desktop, one that answers clicks, and a photo beside text that appears once. */
import { paintPhoto } from "../pictures.ts";
import type { Scene } from "../scene.ts";
import { openTextWindow, paintCounter, SCREEN } from "../stage.ts";

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

const PHOTO = { x: 1040, y: 150, width: 800, height: 600 };

/** A page of text beside a photograph, over a plain desktop. */
export const photo: Scene = {
  counters: [COUNTER],
  stepsPerSecond: "once",
  async prepare(stage) {
    const { draw } = stage;
    const backdrop = draw.window({ x: 0, y: 0, ...SCREEN }, 0x6b7a8f);
    paintCounter(stage, backdrop, COUNTER, 0);
    const picture = draw.pixmap(PHOTO.width, PHOTO.height);
    const whole = { x: 0, y: 0, width: PHOTO.width, height: PHOTO.height };
    draw.putImage(picture, paintPhoto(PHOTO.width, PHOTO.height, 21), whole);
    return (step) => {
      openTextWindow(stage, { x: 80, y: 100 }, 100, 45);
      draw.copy(picture, backdrop, whole, PHOTO);
      paintCounter(stage, backdrop, COUNTER, step);
    };
  },
};
