/** What a run has said: bounded, and the latest of it kept for viewers that come back. */
import { MAX_SCRIPT_OUTPUT_BYTES } from "../../protocol/limits.ts";

export type OutputPart = { stream: "stdout" | "stderr"; data: string /** UTF-16 units before it. */; offset: number };

/** For a viewer that was away: the last screens, not the whole run. */
const KEPT_UNITS = 1024 * 1024;

export class KeptOutput {
  readonly #maxBytes: number;
  #parts: OutputPart[] = [];
  #keptUnits = 0;
  #units = 0;
  #bytes = 0;
  #isTruncated = false;

  constructor(maxBytes: number = MAX_SCRIPT_OUTPUT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Whether more came than is sent. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  /** @returns what is to be sent of it; null when the run has said all that it may */
  add(stream: OutputPart["stream"], data: string): OutputPart | null {
    if (this.#isTruncated) return null;
    const room = this.#maxBytes - this.#bytes;
    const bytes = Buffer.byteLength(data);
    this.#isTruncated = bytes > room;
    const taken =
      bytes > room
        ? Buffer.from(data)
            .subarray(0, room)
            .toString()
            .replace(/\uFFFD$/, "")
        : data;
    this.#bytes += Math.min(bytes, room);
    if (taken === "") return null;
    const part = { stream, data: taken, offset: this.#units };
    this.#units += taken.length;
    this.#keep(part);
    return part;
  }

  /** What came from `offset` on, as far as it is kept; its first part may begin later, which its offset tells. */
  since(offset: number): OutputPart[] {
    return this.#parts.flatMap((part) => {
      const skip = Math.max(0, offset - part.offset);
      return skip >= part.data.length ? [] : [{ ...part, data: part.data.slice(skip), offset: part.offset + skip }];
    });
  }

  #keep(part: OutputPart): void {
    this.#parts.push(part);
    this.#keptUnits += part.data.length;
    while (this.#keptUnits > KEPT_UNITS && this.#parts.length > 1) {
      this.#keptUnits -= this.#parts.shift()?.data.length ?? 0;
    }
  }
}
