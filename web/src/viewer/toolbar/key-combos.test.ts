import { expect, test } from "bun:test";
import { customCombo, KEY_COMBOS, MAX_OWN_COMBOS, parseCombos } from "./key-combos.ts";

test("a combination is written and sent with its modifiers in one order, the key last", () => {
  expect(customCombo(new Set(["shift_l", "ctrl_l"]), "f12")).toEqual({
    label: "Ctrl+Shift+F12",
    keys: ["ctrl_l", "shift_l", "f12"],
  });
});

test("a character goes as the key it stands on", () => {
  expect(customCombo(new Set(["super_l"]), "R")).toEqual({ label: "Super+R", keys: ["super_l", "r"] });
});

test("modifiers alone are a combination too", () => {
  expect(customCombo(new Set(["super_l"]), "")).toEqual({ label: "Super", keys: ["super_l"] });
});

test("what was kept comes back, and nothing else that stands there", () => {
  const kept = customCombo(new Set(["ctrl_l"]), "x");
  expect(parseCombos(JSON.stringify([kept, { label: "bad", keys: [] }, 7, null]))).toEqual([kept]);
  expect(parseCombos("{")).toEqual([]);
  expect(parseCombos(null)).toEqual([]);
  expect(parseCombos(JSON.stringify(Array(40).fill(kept)))).toHaveLength(MAX_OWN_COMBOS);
});

test("no combination in the menu stands there twice", () => {
  const labels = KEY_COMBOS.flat().map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
});
