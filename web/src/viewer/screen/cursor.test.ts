import { expect, test } from "bun:test";
import { cursorScale, cursorStyle } from "./cursor.ts";

test("the pointer grows and shrinks with the picture, but never out of sight", () => {
  expect(cursorScale(32, 1)).toBe(1);
  expect(cursorScale(32, 2)).toBe(2);
  expect(cursorScale(32, 0.1)).toBe(0.6);
});

test("it is never larger than browsers draw", () => {
  expect(cursorScale(256, 1)).toBe(0.5);
  expect(cursorScale(48, 10) * 48).toBeCloseTo(128);
});

test("on dense screens its picture has more pixels, and the hot spot stays in CSS pixels", () => {
  const picture = { url: "data:,", width: 24, height: 24, hotX: 4, hotY: 5 };
  expect(cursorStyle(picture, 1)).toBe('url("data:,") 4 5, default');
  expect(cursorStyle(picture, 2)).toBe('image-set(url("data:,") 2x) 4 5, default');
});
