/**
 * Buffers for decoded pixels, used again: a fresh one of a full screen costs a millisecond of page faults. They travel to
 * the page by transfer, and come back once painted.
 */

/** Smaller ones are as cheap to make as to send back. */
export const REUSED_FROM_BYTES = 64 * 1024;
/** As many as are on their way at once; more would only be held. */
const MAX_HELD = 4;
/** A buffer that is larger than asked by more than this wastes what a large rect will need. */
const MAX_WASTE = 4;

export class BufferPool {
  readonly #held: ArrayBuffer[] = [];

  /** @returns a buffer of at least so many bytes, with any content */
  take(bytes: number): ArrayBuffer {
    let best = -1;
    for (const [index, buffer] of this.#held.entries()) {
      const held = this.#held[best];
      if (buffer.byteLength < bytes || buffer.byteLength > bytes * MAX_WASTE) continue;
      if (!held || buffer.byteLength < held.byteLength) best = index;
    }
    const [found] = best < 0 ? [] : this.#held.splice(best, 1);
    return found ?? new ArrayBuffer(bytes);
  }

  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength < REUSED_FROM_BYTES) return;
    this.#held.push(buffer);
    // What is oldest was of a size that is asked for no more.
    if (this.#held.length > MAX_HELD) this.#held.shift();
  }
}
