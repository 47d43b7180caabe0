/** SHA-256 of what is in a part so far, kept over a short interruption: else the part is read again from its beginning. */
import { readBytes } from "./read-bytes.ts";

/** Uploads that pause at once; older ones are read again. */
const MAX_KEPT = 32;

const kept = new Map<string, { hash: Bun.CryptoHasher; bytes: number }>();

export function keepHash(key: string, hash: Bun.CryptoHasher, bytes: number): void {
  kept.delete(key);
  kept.set(key, { hash, bytes });
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
}

export function forgetHash(key: string): void {
  kept.delete(key);
}

/** @param fd the part; @param bytes how much of it is there */
export async function hashSoFar(key: string, fd: number, bytes: number): Promise<Bun.CryptoHasher> {
  const found = kept.get(key);
  forgetHash(key);
  if (found?.bytes === bytes) return found.hash;
  const hash = new Bun.CryptoHasher("sha256");
  for await (const chunk of readBytes(fd, { first: 0, length: bytes, path: "the part" })) hash.update(chunk);
  return hash;
}
