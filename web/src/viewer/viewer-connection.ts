/** A viewer's socket to the relay: opened again after every loss, into the same session with the same token. */
import { FINAL_CLOSE_CODES } from "../../../protocol/close-codes.ts";
import { Heartbeat } from "./heartbeat.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";
import type { ViewerClock } from "./viewer-clock.ts";

/** A connection that is neither made nor refused by now never will be. */
const OPEN_WITHIN_MS = 10_000;

export type LinkState =
  /** `attempt` 0: for the first time; else how often it has been tried since the relay was last heard. */
  | { kind: "connecting"; attempt: number }
  | { kind: "open"; attempt: number }
  /** `retryAt`: milliseconds since the epoch. */
  | { kind: "waiting"; attempt: number; retryAt: number }
  /** For good: by a code after which trying again cannot help. */
  | { kind: "closed"; code: number; reason: string };

export type ConnectionEvents = {
  changed(state: LinkState): void;
  text(message: string): void;
  binary(message: ArrayBuffer): void;
};

export type ConnectionOptions = {
  /** @returns a socket that is being opened, with `binaryType` "arraybuffer" */
  openSocket(): WebSocket;
  clock: ViewerClock;
  random(): number;
  events: ConnectionEvents;
};

export class ViewerConnection {
  readonly #options: ConnectionOptions;
  readonly #heartbeat: Heartbeat;
  #state: LinkState = { kind: "connecting", attempt: 0 };
  #socket: WebSocket | null = null;
  /** Tries since the relay was last heard: one that takes the connection and drops it at once is not asked without end. */
  #attempts = 0;
  #cancelTimer = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { clock } = options;
    const ping = () => this.send(JSON.stringify({ type: "ping", sent_at: clock.now() }));
    this.#heartbeat = new Heartbeat(clock, ping, () => this.#lost(0));
    this.#open();
  }

  get state(): LinkState {
    return this.#state;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** @returns false: there is no connection now, and it was not sent */
  send(message: string): boolean {
    if (this.#state.kind !== "open") return false;
    this.#socket?.send(message);
    return true;
  }

  /** Skips the wait; a connection that is open shows whether it still is. */
  retryNow(): void {
    if (this.#state.kind === "waiting") this.#open();
    else if (this.#state.kind === "open") this.#heartbeat.beat();
  }

  close(): void {
    this.#letGo();
    this.#state = { kind: "closed", code: 1000, reason: "" };
  }

  #open(): void {
    this.#letGo();
    const { clock, events, openSocket } = this.#options;
    const socket = openSocket();
    this.#socket = socket;
    // Each checks that the socket is still ours: one that was given up may have a last word.
    socket.onopen = () => {
      if (socket === this.#socket) this.#opened();
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== this.#socket) return;
      this.#attempts = 0;
      this.#heartbeat.heard();
      if (typeof data === "string") events.text(data);
      else events.binary(data);
    };
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#closed(code, reason);
    };
    this.#cancelTimer = clock.after(OPEN_WITHIN_MS, () => this.#lost(0));
    this.#change({ kind: "connecting", attempt: this.#attempts });
  }

  #opened(): void {
    this.#cancelTimer();
    this.#change({ kind: "open", attempt: this.#attempts });
    this.#heartbeat.start();
  }

  #closed(code: number, reason: string): void {
    if (FINAL_CLOSE_CODES.has(code)) {
      this.#letGo();
      this.#change({ kind: "closed", code, reason });
    } else {
      this.#lost(code);
    }
  }

  #lost(code: number): void {
    this.#letGo();
    const attempt = ++this.#attempts;
    const { clock, random } = this.#options;
    const delayMs = reconnectDelayMs(attempt, code, random());
    this.#cancelTimer = clock.after(delayMs, () => this.#open());
    this.#change({ kind: "waiting", attempt, retryAt: Date.parse(clock.isoTime(delayMs)) });
  }

  #letGo(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #change(state: LinkState): void {
    this.#state = state;
    this.#options.events.changed(state);
  }
}
