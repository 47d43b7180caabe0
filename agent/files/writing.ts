/** Bytes into a file: the next piece is hashed and gathered while the last one is written. */
import { write } from "node:fs";

/** A piece on its way to the disk; two of them are the memory that an upload takes. */
const PIECE_BYTES = 1024 * 1024;

export type FileWriter = {
  /** Takes the bytes; waits while the disk is behind. @throws as write(2) */
  take(bytes: Uint8Array): Promise<void>;
  /** All that was taken has been written. @throws as write(2) */
  flush(): Promise<void>;
  /** Where the next byte goes. */
  readonly position: number;
};

/** @param hash is fed in order */
export function createFileWriter(fd: number, from: number, hash: Bun.CryptoHasher): FileWriter {
  let position = from;
  let filling = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let spare = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let filled = 0;
  let writing: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    await writing;
    const [piece, length, at] = [filling, filled, position - filled];
    [filling, spare] = [spare, piece];
    filled = 0;
    writing = writeAll(fd, piece, length, at);
    // Thrown where the next piece waits for it.
    writing.catch(() => undefined);
    hash.update(piece.subarray(0, length));
  }

  return {
    get position() {
      return position;
    },
    async take(bytes) {
      for (let rest = bytes; rest.length > 0; ) {
        const part = rest.subarray(0, PIECE_BYTES - filled);
        filling.set(part, filled);
        filled += part.length;
        position += part.length;
        rest = rest.subarray(part.length);
        if (filled === PIECE_BYTES) await send();
      }
    },
    async flush() {
      if (filled > 0) await send();
      await writing;
    },
  };
}

async function writeAll(fd: number, piece: Buffer, length: number, at: number): Promise<void> {
  for (let done = 0; done < length; ) {
    done += await new Promise<number>((resolve, reject) => {
      write(fd, piece, done, length - done, at + done, (failure, count) => {
        if (failure) reject(failure);
        else resolve(count);
      });
    });
  }
}
