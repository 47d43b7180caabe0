import { describe, expect, test } from "bun:test";
import { createKeyReader, GO_TO, keyCaps, keyWords, SHORTCUTS } from "./shortcuts.ts";

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const key = (name: string, more: Partial<typeof plain> = {}) => ({ key: name, ...plain, ...more });

describe("a key reader", () => {
  test("answers a single key at once", () => {
    expect(createKeyReader(false).press(key("j"))).toBe("down");
  });

  test("joins two keys that are pressed one after the other", () => {
    const reader = createKeyReader(false);
    expect(reader.press(key("g"))).toBeNull();
    expect(reader.press(key("m"))).toBe("machines");
    expect(reader.press(key("m"))).toBeNull();
  });

  test("forgets the first key after a second", () => {
    let now = 0;
    const reader = createKeyReader(false, () => now);
    reader.press(key("g"));
    now = 1_500;
    expect(reader.press(key("c"))).toBe("copyLink");
  });

  test("takes a second key that makes no pair for itself", () => {
    const reader = createKeyReader(false);
    reader.press(key("g"));
    expect(reader.press(key("j"))).toBe("down");
  });

  test("knows Ctrl here and Cmd on Apple's keyboards, and leaves the browser's own alone", () => {
    expect(createKeyReader(false).press(key("a", { ctrlKey: true }))).toBe("selectAll");
    expect(createKeyReader(true).press(key("a", { metaKey: true }))).toBe("selectAll");
    expect(createKeyReader(true).press(key("a", { ctrlKey: true }))).toBeNull();
    expect(createKeyReader(false).press(key("c", { ctrlKey: true }))).toBeNull();
    expect(createKeyReader(false).press(key("e", { altKey: true }))).toBeNull();
  });

  test("takes a sign that needs Shift, and a letter with it", () => {
    expect(createKeyReader(false).press(key("?", { shiftKey: true }))).toBe("help");
    expect(createKeyReader(false).press(key("X", { shiftKey: true }))).toBe("select");
  });
});

test("keys are shown as they are written on a keyboard", () => {
  expect(keyCaps("machines", false)).toEqual(["G", "M"]);
  expect(keyCaps("selectAll", false)).toEqual(["Ctrl A"]);
  expect(keyCaps("palette", true)).toEqual(["⌘K"]);
  expect(keyCaps("clear", false)).toEqual(["Esc"]);
  expect(keyCaps("connect", false)).toEqual(["Enter"]);
  expect(keyCaps("saveNotes", false)).toEqual(["Ctrl Enter"]);
  expect(keyWords("users", false)).toBe("G then U");
});

test("no two shortcuts have the same keys, and every page that is gone to has some", () => {
  const keys = Object.values(SHORTCUTS).map((one) => one.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(GO_TO.map(({ shortcut }) => shortcut).sort()).toEqual(
    (Object.keys(SHORTCUTS) as (keyof typeof SHORTCUTS)[]).filter((name) => SHORTCUTS[name].part === "Go to").sort(),
  );
});
