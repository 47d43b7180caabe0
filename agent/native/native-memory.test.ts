import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { isEqualMemory, moveMemory } from "./libc.ts";
import { allocate } from "./native-memory.ts";
import { allocateShared } from "./shared-memory.ts";

test("memory is compared and moved by address, also over itself", () => {
  const memory = allocate(16);
  memory.bytes.set([1, 2, 3, 4, 5, 6, 7, 8]);
  moveMemory(memory.address + 2, memory.address, 8);
  expect([...memory.bytes]).toEqual([1, 2, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0]);
  expect(isEqualMemory(memory.address, memory.address + 2, 2)).toBe(true);
  expect(isEqualMemory(memory.address, memory.address + 2, 3)).toBe(false);
  memory.release();
});

test.if(process.platform === "linux")("shared memory is ours to write until it is released, and leaves nothing", () => {
  const shared = allocateShared(4_096);
  if (!shared) throw new Error("this system gave no shared memory");
  shared.unlink();
  shared.bytes.fill(9);
  expect(isEqualMemory(shared.address, shared.address + 2_048, 2_048)).toBe(true);
  expect(listedSegments()).toContain(shared.id);
  shared.release();
  expect(listedSegments()).not.toContain(shared.id);
});

/** Second column of every line but the first (sysvipc(7)). */
function listedSegments(): number[] {
  const lines = readFileSync("/proc/sysvipc/shm", "utf8").trim().split("\n").slice(1);
  return lines.map((line) => Number(line.trim().split(/\s+/)[1]));
}
