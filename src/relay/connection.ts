/** One accepted WebSocket: bounded sending, orderly closing, and whether the other end is still there. */
import { CLOSE } from "../../protocol/close-codes.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";

/** What an endpoint does with its socket. Handlers are synchronous: Bun runs async ones of one socket concurrently. */
export interface SocketPeer {
  opened(connection: Connection): void;
  received(message: string | Buffer<ArrayBuffer>): void;
  /** What was queued has been written. */
  drained?(): void;
  /** A ping was answered after this time. */
  ponged?(roundTripMs: number): void;
  closed(): void;
}

export type SocketData = { peer: SocketPeer; connection: Connection | null };
export type RelaySocket = Bun.ServerWebSocket<SocketData>;

export class Connection {
  readonly #socket: RelaySocket;
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  #isOpen = true;
  #heardAtMs: number;
  #pingedAtMs: number | null = null;

  constructor(socket: RelaySocket, clock: Clock, limits: RelayLimits) {
    this.#socket = socket;
    this.#clock = clock;
    this.#limits = limits;
    this.#heardAtMs = clock.now();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedBytes(): number {
    return this.#isOpen ? this.#socket.getBufferedAmount() : 0;
  }

  send(message: string | Uint8Array): void {
    if (!this.#isOpen) return;
    // Bun would drop the message unsaid above its limit; whoever lets this much wait is not reading.
    if (this.#socket.getBufferedAmount() + message.length > this.#limits.maxQueuedBytes) {
      this.close(CLOSE.timedOut, "not reading");
      return;
    }
    if (typeof message === "string") this.#socket.sendText(message);
    else this.#socket.sendBinary(asBufferSource(message));
  }

  publish(topic: string, message: Uint8Array): void {
    if (this.#isOpen) this.#socket.publishBinary(topic, asBufferSource(message));
  }

  subscribe(topic: string): void {
    if (this.#isOpen) this.#socket.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    if (this.#isOpen) this.#socket.unsubscribe(topic);
  }

  /** Nothing is sent or received any more; the close frame leaves once the present handler is through. */
  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // Bun runs the close handler within close(): later, so that nobody is removed from a list that is being walked.
    queueMicrotask(() => this.#socket.close(code, reason));
  }

  /** Cuts the socket if it is still there. */
  terminate(): void {
    this.#isOpen = false;
    this.#socket.terminate();
  }

  /** Bun says it is closed. */
  gone(): void {
    this.#isOpen = false;
  }

  /** A message came. */
  heard(): void {
    this.#heardAtMs = this.#clock.now();
  }

  /** @returns the round trip of the ping that this answers; null: of none that is known */
  ponged(): number | null {
    this.heard();
    if (this.#pingedAtMs === null) return null;
    const roundTripMs = this.#clock.now() - this.#pingedAtMs;
    this.#pingedAtMs = null;
    return roundTripMs;
  }

  ping(): void {
    if (!this.#isOpen) return;
    this.#pingedAtMs = this.#clock.now();
    this.#socket.ping();
  }

  /** Pings a silent socket, and gives up one that has been silent for too long: a half-open one says nothing else. */
  checkLiveness(): void {
    const now = this.#clock.now();
    const silentMs = now - this.#heardAtMs;
    if (silentMs >= this.#limits.silentSocketMs) this.close(CLOSE.timedOut, "silent");
    else if (silentMs >= this.#limits.pingIntervalMs && !this.#hasPingedSince(now)) this.ping();
  }

  #hasPingedSince(now: number): boolean {
    return this.#pingedAtMs !== null && now - this.#pingedAtMs < this.#limits.pingIntervalMs;
  }
}

/** Messages are never backed by shared memory: they come from sockets or were written here. */
function asBufferSource(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return message as Uint8Array<ArrayBuffer>;
}
