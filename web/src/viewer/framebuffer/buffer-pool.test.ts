import { expect, test } from "bun:test";
import { BufferPool, REUSED_FROM_BYTES } from "./buffer-pool.ts";

const LARGE = REUSED_FROM_BYTES;

test("gives a buffer out again, once", () => {
  const pool = new BufferPool();
  const buffer = pool.take(LARGE);
  pool.give(buffer);
  expect(pool.take(LARGE)).toBe(buffer);
  expect(pool.take(LARGE)).not.toBe(buffer);
});

test("gives the smallest that is large enough", () => {
  const pool = new BufferPool();
  const buffers = [LARGE, LARGE * 3, LARGE * 2].map((bytes) => new ArrayBuffer(bytes));
  for (const buffer of buffers) pool.give(buffer);
  expect(pool.take(LARGE + 4).byteLength).toBe(LARGE * 2);
  expect(pool.take(LARGE).byteLength).toBe(LARGE);
});

test("does not spend a large one on a small rect", () => {
  const pool = new BufferPool();
  pool.give(new ArrayBuffer(LARGE * 100));
  expect(pool.take(LARGE).byteLength).toBe(LARGE);
});

test("holds few", () => {
  const pool = new BufferPool();
  const given = Array.from({ length: 50 }, () => new ArrayBuffer(LARGE));
  for (const buffer of given) pool.give(buffer);
  const taken = Array.from({ length: 50 }, () => pool.take(LARGE));
  expect(taken.filter((buffer) => given.includes(buffer)).length).toBeLessThan(10);
});
