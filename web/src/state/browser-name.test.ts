import { expect, test } from "bun:test";
import { browserName } from "./browser-name.ts";

test("browsers are named as people know them", () => {
  const windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
  expect([windows, `${windows} Edg/140.0`, `${windows} OPR/120.0`].map(browserName)).toEqual([
    "Chrome on Windows",
    "Edge on Windows",
    "Opera on Windows",
  ]);
  const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1";
  expect(browserName(phone)).toBe("Safari on iOS");
  expect(browserName("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe(
    "Firefox on Linux",
  );
});

test("what is no browser is named by what it says, if it says something", () => {
  expect([browserName("curl/8.5.0"), browserName("")]).toEqual(["curl/8.5.0", "Unknown browser"]);
});
