import { describe, expect, test } from "bun:test";
import { returnPath, signInPath } from "./return-path.ts";

test("the sign-in page is told where to return to, with its query", () => {
  expect(signInPath({ pathname: "/machines", search: "?tag=a&q=b" })).toBe(
    "/sign-in?next=%2Fmachines%3Ftag%3Da%26q%3Db",
  );
});

test("nothing is added for the pages one comes to anyway", () => {
  expect(signInPath({ pathname: "/", search: "" })).toBe("/sign-in");
  expect(signInPath({ pathname: "/machines", search: "" })).toBe("/sign-in");
});

test("what the sign-in page is told leads back to where one was", () => {
  const from = { pathname: "/machines/0198a1b2", search: "?tab=notes%20x" };
  const { search } = new URL(signInPath(from), "http://localhost");
  expect(returnPath(search)).toBe(from.pathname + from.search);
});

describe("a prepared link leads to the machines rather than", () => {
  const elsewhere = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "javascript:alert(1)",
    "machines",
    "",
  ];
  for (const next of elsewhere) {
    test(`to ${JSON.stringify(next)}`, () => {
      expect(returnPath(`?next=${encodeURIComponent(next)}`)).toBe("/machines");
    });
  }

  test("round in a circle", () => {
    expect(returnPath("?next=/sign-in")).toBe("/machines");
    expect(returnPath("?next=/setup")).toBe("/machines");
    expect(returnPath("?next=/sign-in%3Fnext=/sign-in")).toBe("/machines");
    expect(returnPath("?next=/")).toBe("/machines");
  });
});

test("without anything said it leads to the machines", () => {
  expect(returnPath("")).toBe("/machines");
});
