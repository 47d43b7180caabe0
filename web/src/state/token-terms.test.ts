import { expect, test } from "bun:test";
import type { EnrollmentToken } from "../../../protocol/rest/people.ts";
import { EXPIRIES, expiryTime, tokenState } from "./token-terms.ts";

const NOW = Date.parse("2026-03-10T12:00:00.000Z");
const TOKEN: EnrollmentToken = {
  id: "0198a1b2-0000-7000-8000-000000000001",
  label: "Office",
  created_at: "2026-03-01T00:00:00.000Z",
  expires_at: null,
  max_uses: null,
  uses: 0,
  revoked_at: null,
  group_id: null,
};
const past = "2026-03-10T11:59:59.000Z";

test("a token without terms stays active", () => {
  expect(tokenState({ ...TOKEN, uses: 1_000 }, NOW)).toBe("active");
});

test("a token is spent with its last use", () => {
  expect(tokenState({ ...TOKEN, max_uses: 2, uses: 1 }, NOW)).toBe("active");
  expect(tokenState({ ...TOKEN, max_uses: 2, uses: 2 }, NOW)).toBe("spent");
});

test("a token expires at its time", () => {
  expect(tokenState({ ...TOKEN, expires_at: new Date(NOW + 1).toISOString() }, NOW)).toBe("active");
  expect(tokenState({ ...TOKEN, expires_at: new Date(NOW).toISOString() }, NOW)).toBe("expired");
});

test("that somebody revoked a token is told before all else", () => {
  expect(tokenState({ ...TOKEN, revoked_at: past, expires_at: past, max_uses: 1, uses: 1 }, NOW)).toBe("revoked");
});

test("each choice of life but never has its end", () => {
  for (const { value, lifeMs } of EXPIRIES) {
    expect(expiryTime(value, NOW)).toBe(lifeMs === null ? undefined : new Date(NOW + lifeMs).toISOString());
  }
});
