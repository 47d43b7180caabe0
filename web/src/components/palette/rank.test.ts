import { describe, expect, test } from "bun:test";
import { rank, score } from "./rank.ts";

const labels = (items: { label: string; keywords?: string }[], query: string, limit: number) =>
  rank(items, query, limit, (item) => item).map(({ item }) => item.label);
const of = (...names: string[]) => names.map((label) => ({ label }));

describe("the palette", () => {
  test("keeps the given order while nothing is typed", () => {
    expect(labels(of("b", "a", "c"), "", 2)).toEqual(["b", "a"]);
  });

  test("puts the whole name before its beginning, a word's beginning before its middle", () => {
    const found = labels(of("a-webcam", "cobweb", "web-01", "web"), "web", 10);
    expect(found).toEqual(["web", "web-01", "a-webcam", "cobweb"]);
  });

  test("asks for every typed word, in any order and case", () => {
    const items = of("Connect web-01", "Connect db-01", "web-01");
    expect(labels(items, "WEB conn", 10)).toEqual(["Connect web-01"]);
  });

  test("finds by keywords what the label does not say, after what it does", () => {
    const items = [{ label: "Sign out", keywords: "leave" }, { label: "Leave a note" }];
    expect(labels(items, "leave", 10)).toEqual(["Leave a note", "Sign out"]);
  });

  test("finds nothing where a word fits nowhere", () => {
    expect(score({ label: "Machines" }, "machines xyz")).toBeNull();
  });

  test("shows no more than it has room for", () => {
    expect(labels(of("a1", "a2", "a3"), "a", 2)).toHaveLength(2);
  });
});
