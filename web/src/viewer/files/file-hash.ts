/** SHA-256 of a file from its beginning to wherever an upload stands; goes back a little without reading all anew. */
import { createSHA256, type IHasher } from "hash-wasm";

/** Read and hashed at once. */
const READ_BYTES = 4 * 1024 * 1024;

export class FileHash {
  readonly #hash: IHasher;
  readonly #file: Blob;
  #at = 0;
  #mark: { at: number; state: Uint8Array } | null = null;

  private constructor(hash: IHasher, file: Blob) {
    this.#hash = hash;
    this.#file = file;
  }

  static async of(file: Blob): Promise<FileHash> {
    return new FileHash(await createSHA256(), file);
  }

  /** Reads on to there, or from the mark, or from the beginning. @throws what `signal` was aborted with */
  async moveTo(to: number, signal: AbortSignal): Promise<void> {
    if (to < this.#at) this.#goBack(to);
    while (this.#at < to) {
      signal.throwIfAborted();
      const end = Math.min(to, this.#at + READ_BYTES);
      this.#hash.update(new Uint8Array(await this.#file.slice(this.#at, end).arrayBuffer()));
      this.#at = end;
    }
  }

  /** To come back to. */
  mark(): void {
    this.#mark = { at: this.#at, state: this.#hash.save() };
  }

  /** Base64, of all up to where it stands. Afterwards it stands at the mark or the beginning. */
  digest(): string {
    const digest = btoa(String.fromCharCode(...this.#hash.digest("binary")));
    this.#goBack(this.#at);
    return digest;
  }

  #goBack(to: number): void {
    if (this.#mark && this.#mark.at <= to) {
      this.#hash.load(this.#mark.state);
      this.#at = this.#mark.at;
    } else {
      this.#hash.init();
      this.#at = 0;
    }
  }
}
