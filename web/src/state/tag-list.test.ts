import { expect, test } from "bun:test";
import { MAX_TAG_LENGTH, MAX_TAGS } from "../../../protocol/limits.ts";
import { tagColor } from "./tag-color.ts";
import { addTags } from "./tag-list.ts";

test("what is typed is divided at commas and semicolons", () => {
  expect(addTags(["a"], " b, c ;d,, ")).toEqual(["a", "b", "c", "d"]);
});

test("a tag that is there in another case is not added again", () => {
  expect(addTags(["Server"], "server,SERVER")).toEqual(["Server"]);
});

test("tags are as long and as many as the server takes", () => {
  expect(addTags([], "x".repeat(MAX_TAG_LENGTH + 5))[0]).toHaveLength(MAX_TAG_LENGTH);
  expect(addTags([], Array.from({ length: MAX_TAGS + 5 }, (_, index) => `t${index}`).join())).toHaveLength(MAX_TAGS);
});

test("well-known tags have their colour in any case, others are quiet", () => {
  expect(["server", " Windows ", "LINUX", "lyon", "constructor", "__proto__"].map(tagColor)).toEqual([
    "blue",
    "cyan",
    "orange",
    "muted",
    "muted",
    "muted",
  ]);
});
