/** The end of the pixel path: decoded updates onto the page's canvas, one after the other. */
import { damageOf } from "./damage.ts";
import type { DecodedUpdate } from "./decoded-update.ts";
import { Picture } from "./picture.ts";

export class CanvasPainter {
  readonly #context: CanvasRenderingContext2D;
  #picture: Picture | null = null;
  #stream: number | null = null;
  #isNew = true;

  /** @throws Error when the canvas has a context of another kind */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this canvas cannot show pictures: it has a context of another kind");
    this.#context = context;
  }

  /** What is there counts no more: the next update starts from nothing. */
  forget(): void {
    this.#isNew = true;
  }

  /** @returns buffers that are not needed any more */
  paint(update: DecodedUpdate): ArrayBuffer[] {
    const picture = this.#pictureFor(update);
    const free: ArrayBuffer[] = [];
    for (const rect of update.rects) {
      const buffer = picture.paint(rect);
      if (buffer) free.push(buffer);
    }
    const pixels = new ImageData(new Uint8ClampedArray(picture.rgba), picture.width, picture.height);
    for (const { x, y, width, height } of damageOf(update.rects)) {
      this.#context.putImageData(pixels, 0, 0, x, y, width, height);
    }
    return free;
  }

  #pictureFor({ source, width, height }: DecodedUpdate): Picture {
    const stream = source?.stream ?? null;
    const isNew = this.#isNew || stream !== this.#stream;
    this.#isNew = false;
    this.#stream = stream;
    const { canvas } = this.#context;
    if (!this.#picture || this.#picture.width !== width || this.#picture.height !== height) {
      this.#picture = new Picture(width, height);
      // Setting either makes an opaque canvas black.
      canvas.width = width;
      canvas.height = height;
    } else if (isNew) {
      this.#picture.clear();
      this.#context.fillRect(0, 0, width, height);
    }
    return this.#picture;
  }
}
