import { describe, expect, test } from "bun:test";
import { joinClaims } from "./ask-provider.ts";

describe("an identity that is told of in two places", () => {
  const verified = { sub: "7", email: "own@example.com", email_verified: true, name: "Somebody" };

  test("has the address of the other answer where the ID token names none", () => {
    expect(joinClaims(verified, { sub: "7" })).toEqual(verified);
  });

  test("has its address verified by either, where both name the same", () => {
    expect(joinClaims(verified, { sub: "7", email: "own@example.com" })).toEqual(verified);
  });

  test("does not have the ID token's address verified by what is said of another address", () => {
    const joined = joinClaims(verified, { sub: "7", email: "admin@example.com" });
    expect(joined).toEqual({ sub: "7", email: "admin@example.com", name: "Somebody" });
  });
});
