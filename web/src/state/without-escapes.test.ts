import { expect, test } from "bun:test";
import { withoutEscapes } from "./without-escapes.ts";

test.each([
  ["colours", "\x1b[1;31mred\x1b[0m", "red"],
  ["titles", "\x1b]0;title\x07text", "text"],
  ["titles that end the other way", "\x1b]0;title\x1b\\text", "text"],
  ["cursor moves", "a\x1b[2K\x1b[1Gb", "ab"],
  ["a progress bar's earlier states", "10 %\r50 %\r100 %\n", "100 %\n"],
  ["Windows' line ends", "a\r\nb\r\n", "a\nb\n"],
  ["bells and backspaces", "a\x07\x08b", "ab"],
  ["nothing of plain text", "a\tb\n  c", "a\tb\n  c"],
])("takes out %s", (_, before, after) => {
  expect(withoutEscapes(before)).toBe(after);
});
