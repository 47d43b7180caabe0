import { expect, test } from "bun:test";
import type { FileEntry } from "../../../../protocol/rest/files.ts";
import { sortEntries } from "./sort-entries.ts";

const entry = (name: string, size = 0, type: FileEntry["type"] = "file"): FileEntry => ({
  name,
  type,
  size,
  modified_at: null,
});
const ENTRIES = [entry("b10", 1), entry("b2", 3), entry(".hidden", 9), entry("z", 0, "directory"), entry("A", 2)];
const sorted = (by: "name" | "size", isDescending = false, showsHidden = false) =>
  sortEntries(ENTRIES, { by, isDescending, showsHidden }).map(({ name }) => name);

test("folders come first, numbers in names count as numbers", () => {
  expect(sorted("name")).toEqual(["z", "A", "b2", "b10"]);
  expect(sorted("name", true)).toEqual(["z", "b10", "b2", "A"]);
});

test("by size, the largest first", () => {
  expect(sorted("size", true)).toEqual(["z", "b2", "A", "b10"]);
});

test("hidden ones are there when they are wanted", () => {
  expect(sorted("name", false, true)).toContain(".hidden");
});
