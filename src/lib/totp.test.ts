import { expect, test } from "bun:test";
import { makeTotpSecret, totpCode, totpStepOf, totpUri } from "./totp.ts";

/** RFC 6238 appendix B: "12345678901234567890", the last six of its eight digits. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test("codes are those of the standard", () => {
  const seconds = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000];
  expect(seconds.map((at) => totpCode(SECRET, at * 1_000))).toEqual([
    "287082",
    "081804",
    "050471",
    "005924",
    "279037",
    "353130",
  ]);
});

test("a code is known in its half minute and in those beside it, and in no other", () => {
  const at = 1_111_111_111_000;
  const code = totpCode(SECRET, at);
  const found = [-60_000, -30_000, 0, 30_000, 60_000].map((offset) => totpStepOf(SECRET, code, at + offset));
  const step = Math.floor(at / 30_000);
  expect(found).toEqual([null, step, step, step, null]);
});

test("what is no code is none", () => {
  for (const code of ["", "28708", "2870822", "abcdef", "２８７０８２"])
    expect(totpStepOf(SECRET, code, 59_000)).toBeNull();
});

test("a new secret has 160 bits, in the letters of base32", () => {
  expect(makeTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(makeTotpSecret()).not.toBe(makeTotpSecret());
});

test("the address in the QR code bears odd names", () => {
  expect(totpUri("AAAA", { issuer: "Help & Co", account: "a:b@example.com" })).toBe(
    "otpauth://totp/Help%20%26%20Co:a%3Ab%40example.com?secret=AAAA&issuer=Help%20%26%20Co",
  );
});
