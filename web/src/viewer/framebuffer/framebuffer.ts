/**
 * The pixel path in the page: messages from the socket go through the decoding worker to the canvas, in the order in which
 * they came. What is tiny and meets an idle worker, as a typed letter, is decoded here and spares two changes of thread.
 */
import {
  ENCODING,
  type FramebufferUpdate,
  readFramebufferUpdate,
} from "../../../../protocol/binary/framebuffer-update.ts";
import { MESSAGE_TYPE } from "../../../../protocol/binary/message-type.ts";
import { BufferPool, REUSED_FROM_BYTES } from "./buffer-pool.ts";
import { CanvasPainter } from "./canvas-painter.ts";
import { decodeExactUpdate } from "./decode-update.ts";
import type { DecodedUpdate } from "./decoded-update.ts";
import { loadZstd } from "./load-zstd.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";
import { ZstdDecoder } from "./zstd-decoder.ts";

/** Decoded in the page up to here: it takes less than the change of thread. */
const MAX_TINY_BYTES = 4 * 1024;
const MAX_TINY_PIXELS = 16 * 1024;

export type PaintedUpdate = Pick<DecodedUpdate, "source" | "width" | "height"> & {
  /** `performance.now()` when the message came from the socket, and when its picture was on the canvas. */
  arrivedAtMs: number;
  paintedAtMs: number;
};

export type FramebufferEvents = {
  painted(update: PaintedUpdate): void;
  /** A message could not be decoded and was dropped. */
  failed(reason: string): void;
  /** There will be no pictures at all: the worker or WebAssembly did not load. */
  broken(reason: string): void;
};

type Waiting = { arrivedAtMs: number; connection: number };

export class Framebuffer {
  readonly #events: FramebufferEvents;
  readonly #painter: CanvasPainter;
  readonly #worker: Worker;
  readonly #pool = new BufferPool();
  /** What the worker has not answered yet, oldest first. */
  readonly #waiting: Waiting[] = [];
  /** Until the worker is told of WebAssembly: messages from the first moment are kept for it. */
  #unsent: ArrayBuffer[] | null = [];
  #zstd: ZstdDecoder | null = null;
  #connection = 0;
  #isClosed = false;

  /** @throws Error when the canvas has a context of another kind */
  constructor(canvas: HTMLCanvasElement, events: FramebufferEvents) {
    this.#events = events;
    this.#painter = new CanvasPainter(canvas);
    this.#worker = new Worker(new URL("./framebuffer-worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#answered(data);
    this.#worker.onerror = (event) => this.#break(event.message || "the decoding worker did not start");
    this.#start().catch((failure: unknown) => this.#break(String(failure)));
  }

  /** Takes a framebuffer update or a whole JPEG; the buffer is the framebuffer's from now on. */
  take(message: ArrayBuffer, arrivedAtMs: number): void {
    if (this.#isClosed || this.#paintTiny(message, arrivedAtMs)) return;
    this.#waiting.push({ arrivedAtMs, connection: this.#connection });
    if (this.#unsent) this.#unsent.push(message);
    else this.#post({ type: "decode", message }, [message]);
  }

  /** The socket was lost: what is still being decoded is not painted, and what comes next starts from nothing. */
  forget(): void {
    this.#connection++;
    this.#painter.forget();
  }

  close(): void {
    this.#isClosed = true;
    this.#worker.terminate();
  }

  async #start(): Promise<void> {
    const zstd = await loadZstd();
    if (this.#isClosed) return;
    this.#post({ type: "start", zstd });
    for (const message of this.#unsent ?? []) this.#post({ type: "decode", message }, [message]);
    this.#unsent = null;
    this.#zstd = await ZstdDecoder.create(zstd);
  }

  #paintTiny(message: ArrayBuffer, arrivedAtMs: number): boolean {
    if (this.#waiting.length > 0 || !this.#zstd || message.byteLength > MAX_TINY_BYTES) return false;
    const bytes = new Uint8Array(message);
    if (bytes[0] !== MESSAGE_TYPE.framebufferUpdate) return false;
    try {
      const update = readFramebufferUpdate(bytes);
      if (!isTiny(update)) return false;
      this.#paint(decodeExactUpdate(update, this.#zstd, this.#pool), arrivedAtMs);
    } catch (failure) {
      this.#events.failed(failure instanceof Error ? failure.message : String(failure));
    }
    return true;
  }

  #answered(answer: FromWorker): void {
    const waiting = this.#waiting.shift();
    if (!waiting || this.#isClosed || waiting.connection !== this.#connection) return;
    if (answer.type === "failed") {
      this.#events.failed(answer.reason);
      return;
    }
    const buffers = this.#paint(answer.update, waiting.arrivedAtMs).filter(
      ({ byteLength }) => byteLength >= REUSED_FROM_BYTES,
    );
    if (buffers.length > 0) this.#post({ type: "reuse", buffers }, buffers);
  }

  #paint(update: DecodedUpdate, arrivedAtMs: number): ArrayBuffer[] {
    const { source, width, height } = update;
    const free = this.#painter.paint(update);
    this.#events.painted({ source, width, height, arrivedAtMs, paintedAtMs: performance.now() });
    return free;
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #break(reason: string): void {
    if (!this.#isClosed) this.#events.broken(reason);
  }
}

function isTiny({ rects }: FramebufferUpdate): boolean {
  let pixels = 0;
  for (const { encoding, width, height } of rects) {
    if (encoding === ENCODING.jpeg || encoding === ENCODING.scaled) return false;
    pixels += width * height;
  }
  return pixels <= MAX_TINY_PIXELS;
}
