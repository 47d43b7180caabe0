/**
 * Many small files in one body: per file a 4-byte big-endian length, that many bytes of JSON `{path,size}`, then the file's
 * `size` bytes; four zero bytes end it. A round trip for each file would take minutes for what takes seconds so.
 */
import { z } from "zod";
import { MAX_PATH_LENGTH } from "./limits.ts";

const fileHead = z.object({
  /** Below the target folder, with `/` between names. */
  path: z.string().min(1).max(MAX_PATH_LENGTH),
  size: z.number().int().min(0),
});
export type FileHead = z.infer<typeof fileHead>;

/** A path in UTF-8 and escapes, and a number. */
export const MAX_FILE_HEAD_BYTES = 32 * 1024;
const LENGTH_BYTES = 4;

export class MalformedBatchError extends Error {
  override readonly name = "MalformedBatchError";
}

export function writeFileHead(head: FileHead): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(LENGTH_BYTES + json.length);
  new DataView(bytes.buffer).setUint32(0, json.length);
  bytes.set(json, LENGTH_BYTES);
  return bytes;
}

export function writeBatchEnd(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(LENGTH_BYTES);
}

export type BatchEvents = {
  file(head: FileHead): void | Promise<void>;
  /** Bytes of the last file; valid only until it returns or resolves. */
  bytes(part: Uint8Array): void | Promise<void>;
  fileEnd(): void | Promise<void>;
};

/** Cuts a batch into its files as it comes. `push` any pieces, then `end`. Both throw MalformedBatchError. */
export function createBatchReader(events: BatchEvents): { push(piece: Uint8Array): Promise<void>; end(): void } {
  let waiting = new Uint8Array(0);
  let left = 0;
  let isInFile = false;
  let isOver = false;

  /** Bytes that `waiting` needs before the head in it can be read; 0: it can. */
  function missing(): number {
    if (waiting.length < LENGTH_BYTES) return LENGTH_BYTES - waiting.length;
    const length = new DataView(waiting.buffer, waiting.byteOffset).getUint32(0);
    if (length > MAX_FILE_HEAD_BYTES) throw new MalformedBatchError(`a head of ${length} bytes is none`);
    return Math.max(0, LENGTH_BYTES + length - waiting.length);
  }

  async function head(): Promise<void> {
    const json = waiting.subarray(LENGTH_BYTES);
    waiting = new Uint8Array(0);
    if (json.length === 0) {
      isOver = true;
      return;
    }
    const read = readHead(json);
    left = read.size;
    isInFile = true;
    await events.file(read);
    if (left === 0) await finish();
  }

  async function finish(): Promise<void> {
    isInFile = false;
    await events.fileEnd();
  }

  return {
    async push(piece) {
      let rest = piece;
      while (rest.length > 0) {
        if (isOver) throw new MalformedBatchError("there is more after the end");
        if (isInFile) {
          const part = rest.subarray(0, left);
          rest = rest.subarray(part.length);
          left -= part.length;
          await events.bytes(part);
          if (left === 0) await finish();
          continue;
        }
        const part = rest.subarray(0, missing());
        rest = rest.subarray(part.length);
        waiting = joined(waiting, part);
        if (missing() === 0) await head();
      }
    },
    end() {
      if (!isOver) throw new MalformedBatchError("it was cut off");
    },
  };
}

function readHead(json: Uint8Array): FileHead {
  try {
    return fileHead.parse(JSON.parse(new TextDecoder().decode(json)));
  } catch {
    throw new MalformedBatchError("a file's head cannot be read");
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
