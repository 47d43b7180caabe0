import { expect, test } from "bun:test";
import { initials } from "./initials.ts";

test("are of the first and the last name", () => {
  expect(initials("Ada Lovelace")).toBe("AL");
  expect(initials(" Johann  Sebastian Bach ")).toBe("JB");
});

test("are one letter of one name", () => {
  expect(initials("ada")).toBe("A");
});

test("are whole characters beyond the basic plane", () => {
  expect(initials("😀 𝒳")).toBe("😀𝒳");
});

test("of nobody are a question mark", () => {
  expect(initials("  ")).toBe("?");
});
