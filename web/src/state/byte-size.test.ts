import { expect, test } from "bun:test";
import { byteSize } from "./byte-size.ts";

test("sizes are told in the unit that leaves three figures at most", () => {
  expect([0, 1, 1023, 1024, 1536, 33_000_000_000, 1024 ** 6].map(byteSize)).toEqual([
    "0 B",
    "1 B",
    "1023 B",
    "1 KB",
    "1.5 KB",
    "30.7 GB",
    "1024 PB",
  ]);
});
