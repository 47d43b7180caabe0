import { expect, test } from "bun:test";
import { osDescription, osFamily } from "./os-family.ts";

test("a system is known by any of its names", () => {
  expect(
    ["linux", "Linux 6.1", "windows", "Windows_NT", "macos", "darwin", "Mac OS X", "freebsd"].map(osFamily),
  ).toEqual(["linux", "linux", "windows", "windows", "macos", "macos", "macos", "other"]);
});

test("a version that names its system stands alone", () => {
  expect(osDescription("linux", "Ubuntu 24.04.1 LTS")).toBe("Ubuntu 24.04.1 LTS");
  expect(osDescription("macos", "macOS 15.1")).toBe("macOS 15.1");
});

test("a bare number gets the system's name", () => {
  expect(osDescription("macos", "15.1")).toBe("macOS 15.1");
  expect(osDescription("freebsd", "14.1-RELEASE")).toBe("freebsd 14.1-RELEASE");
});

test("without a version there is the name", () => {
  expect(osDescription("linux", null)).toBe("Linux");
});
