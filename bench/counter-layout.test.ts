import { expect, test } from "bun:test";
import { bitsOf, COUNTER_BITS, COUNTER_MODULUS, readValue } from "./counter-layout.ts";

test("every value is read back as it was painted", () => {
  for (let value = 0; value < COUNTER_MODULUS; value++) expect(readValue(bitsOf(value))).toBe(value);
});

test("a counter with one wrong block is no counter", () => {
  for (const value of [0, 1, 1234, COUNTER_MODULUS - 1]) {
    for (let wrong = 0; wrong < COUNTER_BITS; wrong++) {
      const bits = bitsOf(value).map((bit, index) => (index === wrong ? !bit : bit));
      expect(readValue(bits)).toBeNull();
    }
  }
});

test("a black screen and a white one show no counter", () => {
  expect(readValue(Array(COUNTER_BITS).fill(false))).toBeNull();
  expect(readValue(Array(COUNTER_BITS).fill(true))).toBeNull();
});
