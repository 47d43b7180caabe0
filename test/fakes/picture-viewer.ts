/** A viewer without a browser: applies framebuffer updates to a picture, as the real one does to its canvas. */
import decodeJpeg, { init } from "@jsquash/jpeg/decode.js";
import {
  ENCODING,
  type FramebufferUpdate,
  type Rect,
  readCopySource,
} from "../../protocol/binary/framebuffer-update.ts";

let isReady = false;

async function prepare(): Promise<void> {
  if (isReady) return;
  const path = new URL("../../node_modules/@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm", import.meta.url).pathname;
  await init(new WebAssembly.Module(await Bun.file(path).bytes()));
  isReady = true;
}

/** @returns R G B A */
export async function decodeWholeJpeg(jpeg: Uint8Array): Promise<{ width: number; height: number; rgba: Uint8Array }> {
  await prepare();
  const { width, height, data } = await decodeJpeg(new Uint8Array(jpeg).buffer);
  return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

export class PictureViewer {
  width = 0;
  height = 0;
  /** B G R 0 */
  pixels = new Uint8Array(0);

  async apply(update: FramebufferUpdate): Promise<void> {
    if (update.width !== this.width || update.height !== this.height) {
      this.width = update.width;
      this.height = update.height;
      this.pixels = new Uint8Array(update.width * update.height * 4);
    }
    for (const rect of update.rects) await this.#paint(rect);
  }

  /** Whether it shows exactly these B G R X pixels, whatever their X. */
  shows(pixels: Uint8Array): boolean {
    return this.differingPixels(pixels) === 0;
  }

  differingPixels(pixels: Uint8Array): number {
    let differing = Math.abs(pixels.length - this.pixels.length) / 4;
    for (let at = 0; at < Math.min(pixels.length, this.pixels.length); at += 4) {
      const isSame =
        pixels[at] === this.pixels[at] &&
        pixels[at + 1] === this.pixels[at + 1] &&
        pixels[at + 2] === this.pixels[at + 2];
      if (!isSame) differing++;
    }
    return differing;
  }

  async #paint(rect: Rect): Promise<void> {
    if (rect.encoding === ENCODING.copy) this.#copy(rect);
    else if (rect.encoding === ENCODING.solid) this.#put(rect, (_, channel) => rect.data[channel] ?? 0);
    else if (rect.encoding === ENCODING.zstd) {
      const raw = Bun.zstdDecompressSync(rect.data);
      if (raw.length !== rect.width * rect.height * 4)
        throw new Error(`${raw.length} bytes for ${rect.width}×${rect.height}`);
      this.#put(rect, (pixel, channel) => raw[pixel * 4 + channel] ?? 0);
    } else {
      const { width, height, rgba } = await decodeWholeJpeg(rect.data);
      if (rect.encoding === ENCODING.scaled) {
        this.#put(rect, (pixel, channel) => {
          const column = Math.floor((((pixel % rect.width) + 0.5) * width) / rect.width);
          const row = Math.floor(((Math.floor(pixel / rect.width) + 0.5) * height) / rect.height);
          return rgba[(row * width + column) * 4 + 2 - channel] ?? 0;
        });
        return;
      }
      if (width !== rect.width || height !== rect.height) throw new Error(`JPEG of ${width}×${height} in its rect`);
      this.#put(rect, (pixel, channel) => rgba[pixel * 4 + 2 - channel] ?? 0);
    }
  }

  #put(rect: Rect, channelOf: (pixel: number, channel: number) => number): void {
    // The relay names the cells of a rect that are still its newest version.
    const clip = rect.clip && new Set(rect.clip.map((cell) => cell.row * 256 + cell.column));
    for (let row = 0, pixel = 0; row < rect.height; row++) {
      let at = ((rect.y + row) * this.width + rect.x) * 4;
      for (let column = 0; column < rect.width; column++, pixel++, at += 4) {
        const cell = ((rect.y + row) >> 6) * 256 + ((rect.x + column) >> 6);
        if (clip && !clip.has(cell)) continue;
        for (let channel = 0; channel < 3; channel++) this.pixels[at + channel] = channelOf(pixel, channel);
      }
    }
  }

  #copy(rect: Rect): void {
    const from = readCopySource(rect);
    const before = this.pixels.slice();
    const bytes = rect.width * 4;
    for (let row = 0; row < rect.height; row++) {
      const source = ((from.y + row) * this.width + from.x) * 4;
      this.pixels.set(before.subarray(source, source + bytes), ((rect.y + row) * this.width + rect.x) * 4);
    }
  }
}
