import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownAccount } from "./account.ts";
import { startFolder } from "./start-folder.ts";

test("an account's programs begin at its home, and at the root where it has none", () => {
  const account = ownAccount();
  expect(startFolder({ ...account, home: tmpdir() })).toBe(tmpdir());
  expect(startFolder({ ...account, home: join(tmpdir(), "nobody-made-this") })).toBe("/");
  expect(startFolder({ ...account, home: "/etc/passwd" })).toBe("/");
});
