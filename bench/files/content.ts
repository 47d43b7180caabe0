/** Files to send: bytes that do not compress and repeat nowhere, written as fast as the disk takes them. */
import { closeSync, openSync, writeSync } from "node:fs";

const MIB = 1024 * 1024;
const BLOCK_BYTES = 16 * MIB;
const PAGE_BYTES = 4_096;

/** Random once; then each page is marked with its place, so that one in a wrong place is seen. */
export function writeLargeFile(path: string, bytes: number): void {
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let at = 0; at < BLOCK_BYTES; at += 65_536) crypto.getRandomValues(block.subarray(at, at + 65_536));
  const file = openSync(path, "w");
  try {
    for (let at = 0; at < bytes; at += BLOCK_BYTES) {
      for (let page = 0; page < BLOCK_BYTES; page += PAGE_BYTES) block.writeDoubleBE(at + page, page);
      writeSync(file, block, 0, Math.min(BLOCK_BYTES, bytes - at));
    }
  } finally {
    closeSync(file);
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  return hasher.digest("hex");
}
