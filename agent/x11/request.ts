/** Builds one X11 request, little-endian (X11 protocol §1 "Request format"). */

const FIRST_BYTES = 64;

/**
 * `new XRequest(opcode, detail).u32(window).u16(x, y)`: fields in wire order. `detail` is the second byte: of core
 * requests a small argument, of extensions the minor opcode.
 */
export class XRequest {
  #bytes = Buffer.alloc(FIRST_BYTES);
  #length = 4;

  constructor(opcode: number, detail = 0) {
    this.#bytes[0] = opcode;
    this.#bytes[1] = detail;
  }

  u8(...values: number[]): this {
    this.#reserve(values.length);
    for (const value of values) this.#bytes[this.#length++] = value;
    return this;
  }

  u16(...values: number[]): this {
    this.#reserve(values.length * 2);
    for (const value of values) this.#length = this.#bytes.writeUInt16LE(value & 0xffff, this.#length);
    return this;
  }

  i16(...values: number[]): this {
    return this.u16(...values);
  }

  u32(...values: number[]): this {
    this.#reserve(values.length * 4);
    for (const value of values) this.#length = this.#bytes.writeUInt32LE(value >>> 0, this.#length);
    return this;
  }

  bytes(values: Uint8Array): this {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** The request with its length in 4-byte units, padded. Past 256 KiB it takes the form of BIG-REQUESTS. */
  finish(): Buffer {
    const padded = (this.#length + 3) & ~3;
    this.#reserve(padded - this.#length);
    if (padded / 4 <= 0xffff) {
      this.#bytes.writeUInt16LE(padded / 4, 2);
      return this.#bytes.subarray(0, padded);
    }
    const big = Buffer.alloc(padded + 4);
    big.set(this.#bytes.subarray(0, 4));
    big.writeUInt16LE(0, 2);
    big.writeUInt32LE(padded / 4 + 1, 4);
    big.set(this.#bytes.subarray(4, padded), 8);
    return big;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#length + bytes + 4));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
