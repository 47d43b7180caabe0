/**
 * Requests of the plain protocol, in the Worker: what the others put over HTTP is posted to the main thread, piece by piece,
 * each only when the one before has left.
 */
import { MAX_FILE_CHUNK_BYTES } from "../../protocol/limits.ts";
import { type Bytes, Refusal, type StreamExchange } from "../streams/exchange.ts";
import type { FromFileWorker } from "./file-worker-messages.ts";

/** A sender that is faster than the disk for this long is told to stop. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

export type PlainExchange = {
  exchange: StreamExchange;
  /** The next bytes of an upload; null: that was all. */
  feed(bytes: Uint8Array<ArrayBuffer> | null): void;
  /** The piece that was posted has left. */
  more(): void;
};

export function createPlainExchange(
  streamId: string,
  post: (message: FromFileWorker) => void,
  signal: AbortSignal,
): PlainExchange {
  let body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null;
  let goOn: (() => void) | null = null;
  const incoming: Bytes = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        body = controller;
      },
    },
    { highWaterMark: 0, size: (bytes) => bytes?.length ?? 0 },
  );
  // Nobody may ever read it.
  signal.addEventListener("abort", () => {
    body?.error(signal.reason);
    body = null;
    goOn?.();
  });

  async function postPiece(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    signal.throwIfAborted();
    const left = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    post({ type: "piece", streamId, bytes });
    await left;
    signal.throwIfAborted();
  }

  return {
    feed(bytes) {
      if (!body) return;
      if (bytes === null) {
        body.close();
        body = null;
        return;
      }
      // Negative: what waits to be written.
      if ((body.desiredSize ?? 0) > -MAX_WAITING_BYTES) body.enqueue(bytes);
      else {
        body.error(new Refusal("unavailable", "the upload is faster than the machine's disk: send it more slowly"));
        body = null;
      }
    },
    more: () => goOn?.(),
    exchange: {
      takeBody: async () => incoming,
      async answer(facts, content) {
        post({ type: "facts", streamId, facts });
        if (content === undefined) return;
        for await (const bytes of piecesOf(content)) await postPiece(bytes);
      },
      async refuse({ code, message }) {
        post({ type: "refused", streamId, code, message });
      },
    },
  };
}

async function* piecesOf(content: Bytes | Uint8Array<ArrayBuffer> | string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const whole = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for await (const bytes of whole instanceof Uint8Array ? [whole] : whole) {
    for (let at = 0; at < bytes.length; at += MAX_FILE_CHUNK_BYTES) yield bytes.slice(at, at + MAX_FILE_CHUNK_BYTES);
  }
}
