import { expect, test } from "bun:test";
import { keysymOfNamedKey, keysymsOfCharacter } from "./keysyms.ts";
import { keyOfName } from "./named-keys.ts";
import { createWheel } from "./wheel.ts";

test.each([
  ["a", [0x61]],
  ["é", [0xe9]],
  ["€", [0x20ac, 0x010020ac]],
  ["с", [0x6d3, 0x01000441]],
  ["漢", [0x01006f22]],
  ["😀", [0x0101f600]],
  ["Dead", []],
  ["Process", []],
])("the character %s has its keysyms, the older first", (character, keysyms) => {
  expect(keysymsOfCharacter(character)).toEqual(keysyms);
});

test("a character of the numeric keypad is looked for there first", () => {
  expect(keysymsOfCharacter("7", 3)).toEqual([0xffb7, 0x37]);
  expect(keysymsOfCharacter("+", 3)).toEqual([0xffab, 0x2b]);
});

test.each([
  ["Enter", 0, 0xff0d],
  ["Enter", 3, 0xff8d],
  ["Shift", 1, 0xffe1],
  ["Shift", 2, 0xffe2],
  ["F1", 0, 0xffbe],
  ["F24", 0, 0xffd5],
  ["AltGraph", 2, 0xfe03],
  ["toString", 0, null],
  ["a", 0, null],
] as const)("the key %s at location %d is the keysym %p", (key, location, keysym) => {
  expect(keysymOfNamedKey(key, location)).toBe(keysym);
});

test.each([
  ["ctrl_l", "ControlLeft", "Control"],
  ["alt_gr", "AltRight", "AltGraph"],
  ["DELETE", "Delete", "Delete"],
  ["page_down", "PageDown", "PageDown"],
  ["f12", "F12", "F12"],
  ["space", "Space", " "],
  ["c", "KeyC", "c"],
  ["constructor", "key:constructor", "constructor"],
])("the plain protocol's %s is %s", (name, code, key) => {
  expect(keyOfName(name)).toMatchObject({ code, key });
});

test("what is left of a notch is forgotten when the wheel turns back", () => {
  const turned: string[] = [];
  const note = (name: string) => () => void turned.push(name);
  const scroll = createWheel({ up: note("up"), down: note("down"), left: note("left"), right: note("right") });
  scroll(0, 0.9);
  scroll(0, -0.5);
  scroll(0, -0.5);
  expect(turned).toEqual(["up"]);
});
