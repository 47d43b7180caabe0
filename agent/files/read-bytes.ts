/** Opens files to be read, and reads them piece by piece without holding up what else goes on. */
import { closeSync, constants, fstatSync, openSync, read, type Stats } from "node:fs";

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
/** Large enough that calls cost nothing, small enough that many downloads fit. */
const CHUNK_BYTES = 1024 * 1024;

export type RegularFile = { fd: number; stats: Stats; close(): void };

/** @throws as `openSync` */
export function openRegular(
  at: string,
  { isLinkFollowed }: { isLinkFollowed: boolean },
): RegularFile | "folder" | "other" {
  // Without waiting: a pipe that nobody writes to would never open. Windows has neither.
  const flags = O_RDONLY | (O_NONBLOCK ?? 0) | (isLinkFollowed ? 0 : (O_NOFOLLOW ?? 0));
  const fd = openSync(at, flags);
  const stats = fstatSync(fd);
  if (stats.isFile()) return { fd, stats, close: () => closeSync(fd) };
  closeSync(fd);
  return stats.isDirectory() ? "folder" : "other";
}

/** `length`: null for what ends where it ends. @throws Error when a file became shorter meanwhile */
export async function* readBytes(
  fd: number,
  { first, length, path }: { first: number; length: number | null; path: string },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let position = first;
  let left = length ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const chunk = await readChunk(fd, position, Math.min(left, CHUNK_BYTES));
    if (chunk.length === 0) {
      if (length === null) return;
      throw new Error(`${path} became shorter while it was read`);
    }
    position += chunk.length;
    left -= chunk.length;
    yield chunk;
  }
}

function readChunk(fd: number, position: number, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, bytes, position, (failure, count) => {
      if (failure) reject(failure);
      else resolve(buffer.subarray(0, count));
    });
  });
}
