import { expect, test } from "bun:test";
import { commandOf, shortcutOf } from "./shortcuts.ts";

const MODIFIERS = { ctrlKey: true, altKey: true, shiftKey: true, metaKey: false };

test("need all three modifiers, and go by place", () => {
  expect(commandOf({ ...MODIFIERS, code: "KeyF" })).toBe("fullscreen");
  expect(commandOf({ ...MODIFIERS, shiftKey: false, code: "KeyF" })).toBeNull();
  expect(commandOf({ ...MODIFIERS, code: "constructor" })).toBeNull();
});

test("are called as the technician's keyboard calls them", () => {
  expect(shortcutOf("statistics", false)).toBe("Ctrl+Alt+Shift+S");
  expect(shortcutOf("statistics", true)).toBe("⌃⌥⇧S");
});
