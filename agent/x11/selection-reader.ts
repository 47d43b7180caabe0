/** Takes what a selection's owner has put into our property: at once, or in the parts of ICCCM §2.7.2 (INCR). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const GET_PROPERTY = 20;
const DELETE_PROPERTY = 19;
const ANY_TYPE = 0;
/** More in one reply would make the server's and our memory jump for nothing. */
const REPLY_BYTES = 1024 * 1024;

type Part = { type: number; value: Buffer; isWhole: boolean };

export class IncrementalReader {
  readonly #connection: XConnection;
  readonly #window: number;
  readonly #property: number;
  readonly #incr: number;

  constructor(connection: XConnection, window: number, property: number, incr: number) {
    this.#connection = connection;
    this.#window = window;
    this.#property = property;
    this.#incr = incr;
  }

  /**
   * @param nextPart resolves with true when the owner has put another part, with null when it does not
   * @returns null: the owner stopped half way
   */
  async read(maxBytes: number, nextPart: () => Promise<true | null>): Promise<Uint8Array | "too_large" | null> {
    // Listened for before the deletion that asks for it.
    let coming = nextPart();
    const first = await this.#take(maxBytes);
    if (first === "too_large") return first;
    if (first.type !== this.#incr) return first.value;
    const parts: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      if ((await coming) === null) return null;
      coming = nextPart();
      const part = await this.#take(maxBytes);
      if (part === "too_large") return part;
      if (part.value.length === 0) return Buffer.concat(parts);
      parts.push(part.value);
      bytes += part.value.length;
      if (bytes > maxBytes) return "too_large";
    }
  }

  /** All of the property; it is deleted, which tells the owner to go on. */
  async #take(maxBytes: number): Promise<{ type: number; value: Buffer } | "too_large"> {
    const values: Buffer[] = [];
    let type = 0;
    for (let at = 0; at <= maxBytes; ) {
      const part = await this.#ask(at);
      ({ type } = part);
      values.push(part.value);
      at += part.value.length;
      if (part.isWhole) return { type, value: Buffer.concat(values) };
    }
    this.#connection.send(new XRequest(DELETE_PROPERTY).u32(this.#window, this.#property));
    return "too_large";
  }

  async #ask(at: number): Promise<Part> {
    const request = new XRequest(GET_PROPERTY, 1).u32(this.#window, this.#property, ANY_TYPE, at / 4, REPLY_BYTES / 4);
    const reply = await this.#connection.ask(request);
    const bytesAfter = reply.readUInt32LE(12);
    const items = reply.readUInt32LE(16);
    const value = reply.subarray(32, 32 + (items * reply.readUInt8(1)) / 8);
    return { type: reply.readUInt32LE(8), value, isWhole: bytesAfter === 0 };
  }
}
