/** One accepted WebSocket: bounded sending, orderly closing, and whether the other end is still there. */
import { CLOSE } from "../../protocol/close-codes.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import { count, type Direction, type RelayTraffic, type Side, type TopicMembers } from "./traffic.ts";

/** What an endpoint does with its socket. Handlers are synchronous: Bun runs async ones of one socket concurrently. */
export interface SocketPeer {
  /** Null: it is only told that it may not come in. */
  readonly side: Side | null;
  opened(connection: Connection): void;
  received(message: string | Buffer<ArrayBuffer>): void;
  /** What was queued has been written. */
  drained?(): void;
  /** A ping was answered after this time. */
  ponged?(roundTripMs: number): void;
  closed(): void;
}

/** What all connections of a relay share. */
export type ConnectionContext = { clock: Clock; limits: RelayLimits; traffic: RelayTraffic; topics: TopicMembers };

export type SocketData = { peer: SocketPeer; connection: Connection | null };
export type RelaySocket = Bun.ServerWebSocket<SocketData>;

export class Connection {
  readonly #socket: RelaySocket;
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #context: ConnectionContext;
  readonly #side: Side | null;
  readonly #topics = new Set<string>();
  #isOpen = true;
  #heardAtMs: number;
  #pingedAtMs: number | null = null;
  readonly #awaitingSign = new Set<(isAlive: boolean) => void>();

  constructor(socket: RelaySocket, context: ConnectionContext) {
    this.#socket = socket;
    this.#clock = context.clock;
    this.#limits = context.limits;
    this.#context = context;
    this.#side = socket.data.peer.side;
    this.#heardAtMs = context.clock.now();
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
      this.#context.traffic.closedUnread++;
      this.close(CLOSE.timedOut, "not reading");
      return;
    }
    this.#count("sent", message.length);
    if (typeof message === "string") this.#socket.sendText(message);
    else this.#socket.sendBinary(asBufferSource(message));
  }

  publish(topic: string, message: Uint8Array): void {
    if (!this.#isOpen) return;
    const times = this.#context.topics.get(topic) ?? 0;
    count(this.#context.traffic, { side: "viewers", direction: "sent", bytes: message.length, times });
    this.#socket.publishBinary(topic, asBufferSource(message));
  }

  subscribe(topic: string): void {
    if (!this.#isOpen) return;
    this.#socket.subscribe(topic);
    this.#join(topic);
  }

  unsubscribe(topic: string): void {
    if (!this.#isOpen) return;
    this.#socket.unsubscribe(topic);
    this.#context.traffic.fellBehind++;
    this.#leave(topic);
  }

  #join(topic: string): void {
    if (this.#topics.has(topic)) return;
    this.#topics.add(topic);
    this.#context.topics.set(topic, (this.#context.topics.get(topic) ?? 0) + 1);
  }

  #leave(topic: string): void {
    if (!this.#topics.delete(topic)) return;
    const left = (this.#context.topics.get(topic) ?? 1) - 1;
    if (left > 0) this.#context.topics.set(topic, left);
    else this.#context.topics.delete(topic);
  }

  #count(direction: Direction, bytes: number): void {
    if (this.#side) count(this.#context.traffic, { side: this.#side, direction, bytes });
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
    this.#settleSigns(false);
    for (const topic of this.#topics) this.#leave(topic);
  }

  /** A message came. */
  received(bytes: number): void {
    this.#count("received", bytes);
    this.heard();
  }

  /** Something came. */
  heard(): void {
    this.#heardAtMs = this.#clock.now();
    this.#settleSigns(true);
  }

  /** Asks for a sign of life. @returns whether one came in time */
  answersWithin(ms: number): Promise<boolean> {
    if (!this.#isOpen) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#clock.after(ms, () => settle(false));
    const settle = (isAlive: boolean) => {
      cancel();
      this.#awaitingSign.delete(settle);
      resolve(isAlive);
    };
    this.#awaitingSign.add(settle);
    this.ping();
    return promise;
  }

  #settleSigns(isAlive: boolean): void {
    for (const settle of this.#awaitingSign) settle(isAlive);
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
