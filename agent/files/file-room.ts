/** The main thread's handle of the file Worker: there while requests are under way and for a while after, shared by all sessions. */
import { Refusal } from "../streams/exchange.ts";
import { type OpenedStream, refuseStream } from "../streams/opened-stream.ts";
import type { FileIdentity } from "./file-identity.ts";
import type { FromFileWorker, ToFileWorker } from "./file-worker-messages.ts";

/** A Worker costs some megabytes: one that nobody needs goes. */
const IDLE_MS = 60_000;

let worker: Worker | null = null;
let idle: Timer | undefined;
const running = new Map<string, { stream: OpenedStream; forget(): void }>();

export function answerInWorker(stream: OpenedStream, identity: FileIdentity): void {
  const { address, ended, request } = stream;
  const current = keepWorker();
  const cancel = () => current.postMessage({ type: "cancel", streamId: address.streamId } satisfies ToFileWorker);
  ended.addEventListener("abort", cancel);
  running.set(address.streamId, { stream, forget: () => ended.removeEventListener("abort", cancel) });
  current.postMessage({ type: "answer", request, address, identity } satisfies ToFileWorker);
}

function keepWorker(): Worker {
  clearTimeout(idle);
  worker ??= openWorker();
  return worker;
}

function openWorker(): Worker {
  const opened = new Worker(new URL("./file-worker.ts", import.meta.url).href);
  opened.onmessage = ({ data }: MessageEvent<FromFileWorker>) => forget(data.streamId);
  opened.onerror = (event) => died(opened, event.message);
  return opened;
}

function forget(streamId: string): void {
  running.get(streamId)?.forget();
  running.delete(streamId);
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
  for (const [streamId, { stream }] of running) {
    forget(streamId);
    void refuseStream(stream.address, new Refusal("unavailable", `the transfer failed: ${reason.slice(0, 200)}`));
  }
}
