/** Numbers the framebuffer updates of one stream and writes them; what is too large for one message becomes several. */
import { type Rect, UPDATE_FLAG, writeFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";

export type WrittenUpdate = { frame: number; message: Uint8Array<ArrayBuffer> };

export class UpdateWriter {
  readonly #stream: number;
  #frame: number;

  /** @param afterFrame last frame that the stream already has */
  constructor(stream: number, afterFrame = 0) {
    this.#stream = stream;
    this.#frame = afterFrame;
  }

  /** @returns in the order in which they are to be sent; none for no rects */
  write(
    rects: readonly Rect[],
    header: { flags: number; capturedAtMs: number; width: number; height: number },
  ): WrittenUpdate[] {
    if (rects.length === 0) return [];
    const frame = this.#frame + 1;
    const message = writeFramebufferUpdate({ ...header, stream: this.#stream, frame, rects });
    if (message.length > MAX_FRAME_BYTES && rects.length > 1) {
      const half = rects.length >> 1;
      const rest = { ...header, flags: header.flags & ~UPDATE_FLAG.keyframe };
      return [...this.write(rects.slice(0, half), header), ...this.write(rects.slice(half), rest)];
    }
    this.#frame = frame;
    return [{ frame, message }];
  }
}
