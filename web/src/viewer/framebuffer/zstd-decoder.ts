/** zstd rects to R G B A pixels (docs/protocol.md, encoding 2), in memory that is used again. */
import { MalformedMessageError } from "../../../../protocol/binary/message-type.ts";

type ZstdExports = {
  memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(address: number): void;
  ZSTD_decompress(to: number, capacity: number, from: number, bytes: number): number;
};

export class ZstdDecoder {
  readonly #zstd: ZstdExports;
  #source = { address: 0, bytes: 0 };
  #target = { address: 0, bytes: 0 };

  private constructor(zstd: ZstdExports) {
    this.#zstd = zstd;
  }

  static async create(module: WebAssembly.Module): Promise<ZstdDecoder> {
    // The memory's views are made anew for each rect, so that its growth is nothing to be told of.
    const imports = { env: { emscripten_notify_memory_growth: () => {} } };
    const { exports } = await WebAssembly.instantiate(module, imports);
    return new ZstdDecoder(asZstd(exports));
  }

  /**
   * @param data a zstd frame of `to.length` pixels, B G R X
   * @param to is filled with R G B A
   * @throws MalformedMessageError for anything else
   */
  decode(data: Uint8Array, to: Uint32Array): void {
    const { memory } = this.#zstd;
    this.#source = this.#reserve(this.#source, data.length);
    this.#target = this.#reserve(this.#target, to.byteLength);
    new Uint8Array(memory.buffer).set(data, this.#source.address);
    const { address, bytes } = this.#target;
    const decoded = this.#zstd.ZSTD_decompress(address, bytes, this.#source.address, data.length);
    // Failures are numbers near 2³², which arrive here as negative ones.
    if (decoded !== to.byteLength) {
      throw new MalformedMessageError(`zstd data makes ${decoded} bytes where ${to.byteLength} belong`);
    }
    swapRedAndBlue(new Uint32Array(memory.buffer, address, to.length), to);
  }

  #reserve(block: { address: number; bytes: number }, bytes: number): { address: number; bytes: number } {
    if (block.bytes >= bytes) return block;
    if (block.address !== 0) this.#zstd.free(block.address);
    const address = this.#zstd.malloc(bytes);
    if (address === 0) throw new MalformedMessageError(`no memory for ${bytes} bytes of pixels`);
    return { address, bytes };
  }
}

/** B G R X to R G B A, as little-endian words; X has no meaning and becomes opaque. */
export function swapRedAndBlue(from: Uint32Array, to: Uint32Array): void {
  for (let index = 0; index < to.length; index++) {
    const pixel = from[index] ?? 0;
    to[index] = 0xff000000 | ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >> 16) & 0xff);
  }
}

/** The module is zstddec's, pinned by package-lock.json: these are its exports. */
function asZstd(exports: WebAssembly.Exports): ZstdExports {
  return exports as unknown as ZstdExports;
}
