/** Just enough of tar (POSIX ustar) for a backup: plain files with plain names, written and read as a stream. */

const BLOCK_BYTES = 512;
/** What eleven octal digits hold. */
const MAX_FILE_BYTES = 8 ** 11 - 1;

export type TarEntry = { name: string; size: number };

export function tarHeader({ name, size }: TarEntry): Uint8Array {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name}: a name of a backup's file has at most 100 bytes`);
  if (size > MAX_FILE_BYTES) throw new Error(`${name} has more than 8 GiB: too much for one file of a backup`);
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o600, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(Math.floor(Date.now() / 1_000), 11), 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${sumOf(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Bytes after a file's own, so that the next header begins a block. */
export function tarPadding(size: number): Uint8Array {
  return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

export const TAR_END = Buffer.alloc(2 * BLOCK_BYTES);

/** null: the end of the archive. @throws Error for what is none of ours */
function readHeader(header: Buffer): TarEntry | null {
  if (header.every((byte) => byte === 0)) return null;
  const text = (from: number, length: number) => header.toString("latin1", from, from + length).replace(/\0.*$/s, "");
  const sum = Number.parseInt(text(148, 8), 8);
  const unsigned = Buffer.from(header);
  unsigned.fill(0x20, 148, 156);
  if (sum !== sumOf(unsigned)) throw new Error("it is damaged, or no backup: a header's sum is wrong");
  if (text(156, 1) !== "0") throw new Error("it holds something that is no plain file");
  return { name: text(0, 100), size: Number.parseInt(text(124, 12), 8) };
}

/** Calls `begin` for each file, and what it answers with each piece of it. */
export async function readTar(
  chunks: AsyncIterable<Uint8Array>,
  begin: (entry: TarEntry) => (piece: Uint8Array) => void,
): Promise<void> {
  const source = new ByteSource(chunks);
  for (;;) {
    const entry = readHeader(await source.take(BLOCK_BYTES));
    if (!entry) return;
    await source.each(entry.size, begin(entry));
    await source.take(tarPadding(entry.size).length);
  }
}

/** Bytes by number, whatever pieces they come in. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #waiting = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    await this.each(length, (piece) => void pieces.push(piece));
    return Buffer.concat(pieces);
  }

  async each(length: number, use: (piece: Uint8Array) => void): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#waiting.length === 0) await this.#fill();
      const piece = this.#waiting.subarray(0, left);
      this.#waiting = this.#waiting.subarray(piece.length);
      left -= piece.length;
      use(piece);
    }
  }

  async #fill(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    if (done) throw new Error("it is cut off: its end is missing");
    this.#waiting = Buffer.from(value);
  }
}

/** POSIX: of all bytes, its own field counted as blanks. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte) => sum + byte, 0);
}
