import { expect, test } from "bun:test";
import { breadcrumbs, joinPath, parentPath } from "./machine-path.ts";

test("paths of Unix systems", () => {
  expect(joinPath("/home/ada", "a b")).toBe("/home/ada/a b");
  expect(joinPath("/", "etc")).toBe("/etc");
  expect(parentPath("/home/ada")).toBe("/home");
  expect(parentPath("/home")).toBe("/");
  expect(parentPath("/")).toBeNull();
  expect(breadcrumbs("/home/ada")).toEqual([
    { name: "/", path: "/" },
    { name: "home", path: "/home" },
    { name: "ada", path: "/home/ada" },
  ]);
});

test("paths of Windows", () => {
  expect(joinPath("C:\\Users", "Ada")).toBe("C:\\Users\\Ada");
  expect(joinPath("C:\\", "Users")).toBe("C:\\Users");
  expect(parentPath("C:\\Users")).toBe("C:\\");
  expect(parentPath("C:\\")).toBeNull();
  expect(breadcrumbs("C:\\Users\\Ada").map(({ path }) => path)).toEqual(["C:\\", "C:\\Users", "C:\\Users\\Ada"]);
});
