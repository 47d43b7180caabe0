/** Where a file that comes by messages is put: written through to a file that the person chose, or held until it is whole. */
import { TransferFailure } from "./file-link.ts";

const MIB = 1024 * 1024;

/** What a page holds of one file until it is whole and can be saved as any download. */
export const MAX_HELD_BYTES = 256 * MIB;
/** Written to disk more slowly than it comes: more than this is not held for it. */
const MAX_UNWRITTEN_BYTES = 64 * MIB;
/** Pieces are joined by so much: a browser puts what is joined on its disk, and has less to keep track of. */
const JOIN_BYTES = 4 * MIB;

export type SaveTarget = {
  /** @throws TransferFailure when there is no room for it */
  write(bytes: Uint8Array<ArrayBuffer>): void;
  /** All of it came. Resolves when it is saved. */
  finish(): Promise<void>;
  /** Nothing of it stays. */
  drop(): void;
};

/** @param save hands the whole file to the person */
export function holdInPage(save: (whole: Blob) => void): SaveTarget {
  let joined: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let piecesBytes = 0;
  let bytes = 0;
  return {
    write(piece) {
      bytes += piece.length;
      if (bytes > MAX_HELD_BYTES) {
        throw new TransferFailure(`It is larger than the ${MAX_HELD_BYTES / MIB} MB that this browser can hold.`);
      }
      pieces.push(piece);
      piecesBytes += piece.length;
      if (piecesBytes < JOIN_BYTES) return;
      joined.push(new Blob(pieces));
      pieces = [];
      piecesBytes = 0;
    },
    async finish() {
      save(new Blob([...joined, ...pieces], { type: "application/octet-stream" }));
    },
    drop() {
      joined = [];
      pieces = [];
    },
  };
}

export type WritableFile = {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
};

export function writeThrough(file: WritableFile): SaveTarget {
  let unwritten = 0;
  let failure: unknown = null;
  let writing = Promise.resolve();
  const note = (reason: unknown): void => {
    failure ??= reason;
  };
  return {
    write(piece) {
      if (failure) throw new TransferFailure(`It cannot be written: ${failure}`);
      unwritten += piece.length;
      if (unwritten > MAX_UNWRITTEN_BYTES) throw new TransferFailure("It comes faster than this disk takes it.");
      writing = writing.then(async () => {
        if (!failure) await file.write(piece).catch(note);
        unwritten -= piece.length;
      });
    },
    async finish() {
      await writing;
      if (failure) throw new TransferFailure(`It cannot be written: ${failure}`);
      await file.close();
    },
    drop() {
      // What cannot be removed was never there.
      writing = writing.then(() => file.abort()).catch(note);
    },
  };
}
