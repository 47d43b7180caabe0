/** The main thread's handle of a screen stream: a Worker from the first `start` to `close`, and none before. */
import { noteFrame } from "./note-frame.ts";
import type {
  CreateScreenStream,
  ScreenStream,
  ScreenStreamEvents,
  SideSettings,
  StreamSettings,
} from "./screen-stream.ts";
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
  readonly #sides = new Map<number, SideSettings>();
  #reviving: Timer | undefined;
  #isClosed = false;

  constructor(options: Options, events: ScreenStreamEvents) {
    this.#options = options;
    this.#events = events;
  }

  start(settings: StreamSettings): void {
    if (this.#isClosed) return;
    this.#settings = settings;
    const isNew = this.#worker === null;
    this.#worker ??= this.#openWorker();
    this.#tell({ type: "start", settings });
    // A Worker that took the place of one that failed knows nothing of them.
    if (isNew) for (const side of this.#sides.values()) this.#tell({ type: "start_side", settings: side });
  }

  setMonitor(index: number): void {
    if (this.#settings) this.#settings = { ...this.#settings, monitor: index };
    this.#tell({ type: "monitor", index });
  }

  setQuality(quality: StreamSettings["quality"]): void {
    if (this.#settings) this.#settings = { ...this.#settings, quality };
    this.#tell({ type: "quality", quality });
  }

  acknowledge(frame: number, decodeMs = 0, stream?: number): void {
    this.#tell({ type: "acknowledge", frame, decodeMs, stream });
  }

  refreshCells(cells: "all" | readonly (readonly [number, number])[], stream?: number): void {
    this.#tell({ type: "refresh", cells, stream });
  }

  startSide(settings: SideSettings): void {
    this.#sides.set(settings.stream, settings);
    this.#tell({ type: "start_side", settings });
  }

  stopSide(stream: number): void {
    this.#sides.delete(stream);
    this.#tell({ type: "stop_side", stream });
  }

  noteInput(): void {
    this.#tell({ type: "input" });
  }

  stop(): void {
    this.#settings = null;
    this.#sides.clear();
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
    this.#settings = noteFrame(message, this.#settings, this.#sides);
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
