import { describe, expect, test } from "bun:test";
import { DEFAULT_MEMBER_PERMISSIONS, PERMISSIONS } from "../../../protocol/permissions.ts";
import { PERMISSION_WORDS, permissionsLabel, presetOf, togglePermission } from "./permission-words.ts";

describe("permissions in words", () => {
  test("every permission has a label and a hint of its own", () => {
    const words = PERMISSIONS.map((permission) => PERMISSION_WORDS[permission]);
    expect(new Set(words.map(({ label }) => label)).size).toBe(PERMISSIONS.length);
    expect(words.every(({ hint }) => hint !== "")).toBe(true);
  });

  test("a set is known by its preset's name whatever its order, and otherwise by its size", () => {
    expect(presetOf([...DEFAULT_MEMBER_PERMISSIONS].reverse())).toBe("support");
    expect(permissionsLabel(PERMISSIONS)).toBe("Full");
    expect(permissionsLabel(["chat", "view"])).toBe("View only");
    expect(permissionsLabel(["view", "wake"])).toBe("2 of 12 permissions");
    expect(permissionsLabel([])).toBe("Nothing");
  });

  test("ticking keeps the order of the list, and unticking takes only that one away", () => {
    expect(togglePermission(["wake"], "view", true)).toEqual(["view", "wake"]);
    expect(togglePermission(["view", "wake"], "view", false)).toEqual(["wake"]);
    expect(togglePermission(["view"], "view", true)).toEqual(["view"]);
  });
});
