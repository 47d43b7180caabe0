/** Frames of a recording, fetched by ranges some ahead of what is shown; of hours only the last few dozen megabytes are held. */
import type { RecordingIndex } from "../../../../protocol/rest/recordings.ts";

/** One request brings the frames that fit, and at least one. */
const BATCH_BYTES = 2 * 1024 * 1024;
const MAX_HELD_BYTES = 48 * 1024 * 1024;

export type FetchPart = (first: number, last: number) => Promise<ArrayBuffer>;

export class FrameStore {
  readonly #index: RecordingIndex;
  readonly #fetchPart: FetchPart;
  readonly #held = new Map<number, Blob>();
  readonly #underWay = new Map<number, Promise<void>>();
  #heldBytes = 0;

  constructor(index: RecordingIndex, fetchPart: FetchPart) {
    this.#index = index;
    this.#fetchPart = fetchPart;
  }

  /** Here already. */
  has(frame: number): boolean {
    return this.#held.has(frame);
  }

  /** @throws Error where it cannot be fetched */
  async get(frame: number): Promise<Blob> {
    if (!this.#held.has(frame)) await this.#fetchFrom(frame);
    const blob = this.#held.get(frame);
    if (!blob) throw new Error(`frame ${frame} is not in the recording`);
    // The least lately used goes first.
    this.#held.delete(frame);
    this.#held.set(frame, blob);
    return blob;
  }

  /** Begins to fetch what is not here; what goes wrong is said when the frame is asked for. */
  prefetch(frame: number): void {
    if (frame >= this.#index.bytes.length || this.#held.has(frame)) return;
    this.#fetchFrom(frame).catch(() => undefined);
  }

  #fetchFrom(frame: number): Promise<void> {
    const running = this.#underWay.get(frame);
    if (running) return running;
    const frames = this.#batchFrom(frame);
    const fetching = this.#fetchBatch(frames).finally(() => {
      for (const one of frames) this.#underWay.delete(one);
    });
    for (const one of frames) this.#underWay.set(one, fetching);
    return fetching;
  }

  #batchFrom(frame: number): number[] {
    const frames = [frame];
    let bytes = this.#index.bytes[frame] ?? 0;
    for (let next = frame + 1; next < this.#index.bytes.length; next++) {
      bytes += this.#index.bytes[next] ?? 0;
      if (bytes > BATCH_BYTES || this.#held.has(next) || this.#underWay.has(next)) break;
      frames.push(next);
    }
    return frames;
  }

  async #fetchBatch(frames: readonly number[]): Promise<void> {
    const { offset, bytes } = this.#index;
    const first = offset[frames[0] ?? 0] ?? 0;
    const lastFrame = frames.at(-1) ?? 0;
    const part = await this.#fetchPart(first, (offset[lastFrame] ?? 0) + (bytes[lastFrame] ?? 0) - 1);
    for (const frame of frames) {
      const start = (offset[frame] ?? 0) - first;
      this.#hold(frame, new Blob([part.slice(start, start + (bytes[frame] ?? 0))], { type: "image/jpeg" }));
    }
  }

  #hold(frame: number, blob: Blob): void {
    this.#heldBytes += blob.size;
    this.#held.set(frame, blob);
    for (const [oldest, old] of this.#held) {
      if (this.#heldBytes <= MAX_HELD_BYTES || oldest === frame) break;
      this.#held.delete(oldest);
      this.#heldBytes -= old.size;
    }
  }
}
