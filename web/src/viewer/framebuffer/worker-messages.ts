/** Between the page and its decoding worker. Answers come in the order of what was asked. */
import type { DecodedUpdate } from "./decoded-update.ts";

export type ToWorker =
  /** First of all. */
  | { type: "start"; zstd: WebAssembly.Module }
  /** A framebuffer update or a whole JPEG, by transfer. */
  | { type: "decode"; message: ArrayBuffer }
  /** Pixels that have been painted: their memory may be used again. */
  | { type: "reuse"; buffers: ArrayBuffer[] };

export type FromWorker = { type: "decoded"; update: DecodedUpdate } | { type: "failed"; reason: string };
