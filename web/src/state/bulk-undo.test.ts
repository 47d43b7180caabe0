import { expect, test } from "bun:test";
import { undoOf } from "./bulk-undo.ts";
import { failureWords } from "./bulk-words.ts";

const machines = [
  { id: "a", tags: ["server"], group_id: "g1" },
  { id: "b", tags: ["server", "old"], group_id: "g2" },
  { id: "c", tags: [], group_id: null },
];

test("a move is taken back group by group, for those that it moved", () => {
  expect(undoOf({ action: "move", group_id: "g1" }, machines)).toEqual([
    { act: { action: "move", group_id: "g2" }, ids: ["b"] },
    { act: { action: "move", group_id: null }, ids: ["c"] },
  ]);
});

test("tags are taken back only from those that did not carry them before", () => {
  expect(undoOf({ action: "tag", add: ["server"], remove: ["old"] }, machines)).toEqual([
    { act: { action: "tag", add: [], remove: ["server"] }, ids: ["c"] },
    { act: { action: "tag", add: ["old"], remove: [] }, ids: ["b"] },
  ]);
});

test("packets that left and machines that were removed cannot be taken back", () => {
  expect(undoOf({ action: "wake" }, machines)).toEqual([]);
  expect(undoOf({ action: "remove" }, machines)).toEqual([]);
});

test("a reason is said once, with the names of a few and the number of the others", () => {
  const failed = ["a", "b", "c", "d"].map((machine_id) => ({
    machine_id,
    ok: false as const,
    error: { code: "forbidden", message: "ask an administrator" },
  }));
  expect(failureWords(failed, (id) => `web-${id}`)).toBe("web-a, web-b, web-c and 1 more: ask an administrator");
});
