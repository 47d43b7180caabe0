/** Bytes per second over the last few seconds: steady enough to read, quick enough to show a change. */

const WINDOW_MS = 4_000;

export class RateMeter {
  #notes: { bytes: number; atMs: number }[] = [];

  /** @param bytes all so far. @returns bytes per second; null while too little is known */
  note(bytes: number, nowMs: number): number | null {
    const [last] = this.#notes.slice(-1);
    // What is gone on with starts from what is there already.
    if (last && bytes < last.bytes) this.#notes = [];
    this.#notes.push({ bytes, atMs: nowMs });
    this.#notes = this.#notes.filter(({ atMs }, at) => nowMs - atMs <= WINDOW_MS || at === this.#notes.length - 1);
    const [first] = this.#notes;
    if (!first || nowMs - first.atMs < 250) return null;
    return ((bytes - first.bytes) / (nowMs - first.atMs)) * 1_000;
  }
}
