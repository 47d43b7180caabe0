/** The main thread's handle of the file Worker: there while requests are under way and for a while after, shared by all sessions. */
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import { Refusal } from "../streams/exchange.ts";
import { type OpenedStream, refuseStream } from "../streams/opened-stream.ts";
import type { FileIdentity } from "./file-identity.ts";
import type { FromFileWorker, ToFileWorker } from "./file-worker-messages.ts";

/** A Worker costs some megabytes: one that nobody needs goes. */
const IDLE_MS = 60_000;

/** What a request that is answered by messages brings, in this order; `done` is the last. */
export type PlainEvents = {
  facts(facts: Record<string, unknown>): void;
  /** The next one comes when this one has left. */
  piece(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  refused(code: string, message: string): void;
  done(): void;
};

export type PlainTransfer = {
  /** Bytes of an upload; null: that was all. */
  write(bytes: Uint8Array<ArrayBuffer> | null): void;
  cancel(): void;
};

type Running = { heard(message: FromFileWorker): void; failed(reason: string): void; forget(): void };

let worker: Worker | null = null;
let idle: Timer | undefined;
const running = new Map<string, Running>();

/** Resolves when it is answered, or refused. */
export function answerInWorker(stream: OpenedStream, identity: FileIdentity): Promise<void> {
  const { address, ended, request } = stream;
  const { promise, resolve } = Promise.withResolvers<void>();
  const { streamId } = address;
  const cancel = () => send({ type: "cancel", streamId });
  ended.addEventListener("abort", cancel);
  running.set(streamId, {
    heard: () => undefined,
    failed: (reason) => void refuseStream(address, new Refusal("unavailable", `the transfer failed: ${reason}`)),
    forget() {
      ended.removeEventListener("abort", cancel);
      resolve();
    },
  });
  send({ type: "answer", request, address, identity });
  return promise;
}

/** The same requests for who knows no HTTP. */
export function answerPlainly(request: StreamRequest, identity: FileIdentity, events: PlainEvents): PlainTransfer {
  const streamId = crypto.randomUUID();
  running.set(streamId, {
    heard(message) {
      if (message.type === "facts") events.facts(message.facts);
      if (message.type === "refused") events.refused(message.code, message.message);
      if (message.type === "piece") void events.piece(message.bytes).then(() => send({ type: "more", streamId }));
    },
    failed: (reason) => events.refused("failed", `the transfer failed: ${reason}`),
    forget: () => events.done(),
  });
  send({ type: "answer_plain", streamId, request, identity });
  const sendIfRunning = (message: ToFileWorker) => running.has(streamId) && send(message);
  return {
    write: (bytes) => sendIfRunning({ type: "body", streamId, bytes }),
    cancel: () => sendIfRunning({ type: "cancel", streamId }),
  };
}

function send(message: ToFileWorker): void {
  clearTimeout(idle);
  worker ??= openWorker();
  worker.postMessage(message);
}

function openWorker(): Worker {
  const opened = new Worker(new URL("./file-worker.ts", import.meta.url).href);
  opened.onmessage = ({ data }: MessageEvent<FromFileWorker>) => {
    if (data.type === "done") forget(data.streamId);
    else running.get(data.streamId)?.heard(data);
  };
  opened.onerror = (event) => died(opened, event.message);
  return opened;
}

function forget(streamId: string): void {
  const own = running.get(streamId);
  running.delete(streamId);
  own?.forget();
  if (running.size > 0) return;
  clearTimeout(idle);
  idle = setTimeout(() => {
    worker?.terminate();
    worker = null;
  }, IDLE_MS);
  // An agent that ends does not wait for it.
  idle.unref();
}

/** A fault in the Worker ends what was under way, and no more. */
function died(opened: Worker, reason: string): void {
  if (worker !== opened) return;
  worker = null;
  opened.terminate();
  for (const [streamId, own] of running) {
    own.failed(reason.slice(0, 200));
    forget(streamId);
  }
}
