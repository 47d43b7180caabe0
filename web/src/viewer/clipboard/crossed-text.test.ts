import { expect, test } from "bun:test";
import { CrossedText } from "./crossed-text.ts";

test("what came from the machine is no news to it", () => {
  const text = new CrossedText();
  expect(text.isNews("a")).toBe(true);
  text.crossed("a");
  expect(text.isNews("a")).toBe(false);
  expect(text.isNews("b")).toBe(true);
});

test("an empty clipboard empties no other", () => {
  expect(new CrossedText().isNews("")).toBe(false);
});

test("after a picture the same text crosses again", () => {
  const text = new CrossedText();
  text.crossed("a");
  text.forget();
  expect(text.isNews("a")).toBe(true);
});
