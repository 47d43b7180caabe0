/**
 * Pieces of files on the way to one viewer. An agent of the plain protocol sends them as fast as it can, and the relay reads
 * it all the time: what the viewer's link does not take at once waits here, within a bound, and pictures go between.
 */
import type { RelayLimits } from "./limits.ts";

export type ChunkLink = {
  send(text: string): void;
  bufferedBytes(): number;
  /** There was no room for what came: that file is lost for this viewer. */
  overrun(path: string): void;
};

export type FileChunk = { path: string; seq: number; text: string };

export class FileChunkQueue {
  readonly #limits: Pick<RelayLimits, "maxChunkBufferedBytes" | "maxWaitingChunkBytes">;
  readonly #link: ChunkLink;
  #waiting: FileChunk[] = [];
  #waitingBytes = 0;
  /** Files of which something was dropped: the rest of them is of no use. */
  readonly #lost = new Set<string>();

  constructor(limits: Pick<RelayLimits, "maxChunkBufferedBytes" | "maxWaitingChunkBytes">, link: ChunkLink) {
    this.#limits = limits;
    this.#link = link;
  }

  push(chunk: FileChunk): void {
    // It is sent anew, from its beginning.
    if (chunk.seq === 0) this.#lost.delete(chunk.path);
    if (this.#lost.has(chunk.path)) return;
    if (this.#waiting.length === 0 && this.#hasRoom()) {
      this.#link.send(chunk.text);
    } else if (this.#waitingBytes + chunk.text.length > this.#limits.maxWaitingChunkBytes) {
      this.#giveUp(chunk.path);
    } else {
      this.#waiting.push(chunk);
      this.#waitingBytes += chunk.text.length;
    }
  }

  /** The viewer's socket has taken what waited in it. */
  flush(): void {
    let sent = 0;
    while (sent < this.#waiting.length && this.#hasRoom()) {
      const { text } = this.#waiting[sent++] as FileChunk;
      this.#waitingBytes -= text.length;
      this.#link.send(text);
    }
    if (sent > 0) this.#waiting.splice(0, sent);
  }

  #giveUp(path: string): void {
    this.#waiting = this.#waiting.filter((chunk) => chunk.path !== path);
    this.#waitingBytes = this.#waiting.reduce((sum, { text }) => sum + text.length, 0);
    // A hostile agent names paths without end.
    if (this.#lost.size >= MAX_LOST) this.#lost.clear();
    this.#lost.add(path);
    this.#link.overrun(path);
  }

  #hasRoom(): boolean {
    return this.#link.bufferedBytes() <= this.#limits.maxChunkBufferedBytes;
  }
}

const MAX_LOST = 100;
