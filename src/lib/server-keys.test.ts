import { describe, expect, test } from "bun:test";
import { deriveServerKeys } from "./server-keys.ts";

const keys = deriveServerKeys("a secret of thirty-two characters");

describe("what is sealed", () => {
  test("can be read again, also when it is empty, and never looks the same", () => {
    for (const text of ["smtp://u:pä55@mail.example:25", "", "x".repeat(10_000)]) {
      expect(keys.unseal("smtp_url", keys.seal("smtp_url", text))).toBe(text);
    }
    expect(keys.seal("smtp_url", "same")).not.toBe(keys.seal("smtp_url", "same"));
  });

  test("does not hold the text", () => {
    expect(Buffer.from(keys.seal("smtp_url", "password"), "base64url").toString("latin1")).not.toContain("password");
  });

  test("opens neither for another purpose nor with another secret", () => {
    const sealed = keys.seal("smtp_url", "text");
    expect(keys.unseal("webhook_secret", sealed)).toBeNull();
    expect(deriveServerKeys("another secret of 32 characters..").unseal("smtp_url", sealed)).toBeNull();
  });

  test("does not open when a byte was changed or cut off, wherever", () => {
    const bytes = Buffer.from(keys.seal("smtp_url", "text"), "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, keys.unseal("smtp_url", changed.toString("base64url"))]).toEqual([at, null]);
      expect([at, keys.unseal("smtp_url", bytes.subarray(0, at).toString("base64url"))]).toEqual([at, null]);
    }
  });
});
