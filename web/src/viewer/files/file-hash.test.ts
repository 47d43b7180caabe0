import { expect, test } from "bun:test";
import { FileHash } from "./file-hash.ts";

const BYTES = Uint8Array.from({ length: 9 * 1024 * 1024 }, (_, at) => at * 31);
const signal = new AbortController().signal;
const expected = (to: number) => new Bun.CryptoHasher("sha256").update(BYTES.subarray(0, to)).digest("base64");

test("hashes from the beginning to anywhere, on and back", async () => {
  const hash = await FileHash.of(new Blob([BYTES]));
  await hash.moveTo(5_000_000, signal);
  hash.mark();
  await hash.moveTo(9_000_000, signal);
  expect(hash.digest()).toBe(expected(9_000_000));
  await hash.moveTo(5_000_001, signal);
  expect(hash.digest()).toBe(expected(5_000_001));
  await hash.moveTo(10, signal);
  expect(hash.digest()).toBe(expected(10));
});

test("an empty file has a hash, too", async () => {
  const hash = await FileHash.of(new Blob([]));
  await hash.moveTo(0, signal);
  expect(hash.digest()).toBe(new Bun.CryptoHasher("sha256").digest("base64"));
});
