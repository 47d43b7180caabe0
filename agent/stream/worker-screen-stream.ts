/** The main thread's handle of a screen stream: a Worker from the first `start` to `close`, and none before. */
import { frameOf } from "../../protocol/binary/framebuffer-update.ts";
import type { CreateScreenStream, ScreenStream, ScreenStreamEvents, StreamSettings } from "./screen-stream.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/** A Worker that does not let go by itself in this time is ended all the same. */
const CLOSE_TIMEOUT_MS = 1_000;
/** Before a Worker that died is replaced. */
const REVIVE_MS = 1_000;

export const createScreenStream: CreateScreenStream = (options, events) => new WorkerStream(options, events);

type Options = Parameters<CreateScreenStream>[0];

class WorkerStream implements ScreenStream {
  readonly #options: Options;
  readonly #events: ScreenStreamEvents;
  #worker: Worker | null = null;
  #settings: StreamSettings | null = null;
  #reviving: Timer | undefined;
  #isClosed = false;

  constructor(options: Options, events: ScreenStreamEvents) {
    this.#options = options;
    this.#events = events;
  }

  start(settings: StreamSettings): void {
    if (this.#isClosed) return;
    this.#settings = settings;
    this.#worker ??= this.#openWorker();
    this.#tell({ type: "start", settings });
  }

  setMonitor(index: number): void {
    if (this.#settings) this.#settings = { ...this.#settings, monitor: index };
    this.#tell({ type: "monitor", index });
  }

  setQuality(quality: StreamSettings["quality"]): void {
    if (this.#settings) this.#settings = { ...this.#settings, quality };
    this.#tell({ type: "quality", quality });
  }

  acknowledge(frame: number, decodeMs = 0): void {
    this.#tell({ type: "acknowledge", frame, decodeMs });
  }

  refreshCells(cells: "all" | readonly (readonly [number, number])[]): void {
    this.#tell({ type: "refresh", cells });
  }

  noteInput(): void {
    this.#tell({ type: "input" });
  }

  stop(): void {
    this.#settings = null;
    this.#tell({ type: "stop" });
  }

  close(): void {
    this.#isClosed = true;
    this.#settings = null;
    clearTimeout(this.#reviving);
    const worker = this.#worker;
    this.#worker = null;
    if (!worker) return;
    // Ended from outside it would leave its shared memory attached to this process.
    const end = () => {
      clearTimeout(timeout);
      worker.terminate();
    };
    const timeout = setTimeout(end, CLOSE_TIMEOUT_MS);
    worker.onmessage = (event: MessageEvent<FromWorker>) => {
      if (event.data.type === "closed") end();
    };
    worker.postMessage({ type: "close" } satisfies ToWorker);
  }

  #tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #openWorker(): Worker {
    const worker = new Worker(new URL("./capture-worker.ts", import.meta.url).href);
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.#receive(event.data);
    worker.onerror = (event) => this.#revive(worker, event.message);
    worker.postMessage({ type: "open", ...this.#options } satisfies ToWorker);
    return worker;
  }

  #receive(message: FromWorker): void {
    if (this.#isClosed || !this.#settings) return;
    if (message.type === "message") this.#pass(message.message);
    else if (message.type === "monitors") this.#events.monitors(message.monitors, message.current);
    else if (message.type === "state") this.#events.state(message.state);
  }

  #pass(message: Uint8Array<ArrayBuffer>): void {
    const afterFrame = frameOf(message);
    if (afterFrame !== null && this.#settings) this.#settings = { ...this.#settings, afterFrame };
    this.#events.message(message);
  }

  /** A fault in the Worker ends the Worker, not the session. */
  #revive(worker: Worker, reason: string): void {
    if (this.#isClosed || worker !== this.#worker) return;
    this.#worker = null;
    worker.terminate();
    const message = `The capture failed and starts again: ${reason}`;
    this.#events.state({ kind: "problem", problem: "capture_failed", message });
    this.#reviving = setTimeout(() => {
      if (this.#settings) this.start(this.#settings);
    }, REVIVE_MS);
  }
}
