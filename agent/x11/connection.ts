/**
 * An X11 client connection over the display's unix socket: requests out, replies by promise, events to listeners.
 * An X error or a server that dies never ends the process: promises are rejected and `closed` resolves.
 */
import { connect, type Socket } from "node:net";
import { parseDisplay } from "./display-address.ts";
import { PacketReader } from "./packet-reader.ts";
import { XRequest } from "./request.ts";
import { readSetupReply, setupReplyBytes, writeSetupRequest, XConnectError, type XSetup } from "./setup.ts";
import { findCookie } from "./xauthority.ts";

/** An error packet of the server (X11 protocol §4). */
export class XError extends Error {
  override readonly name = "XError";
  readonly code: number;
  readonly majorOpcode: number;

  constructor(packet: Buffer) {
    const code = packet.readUInt8(1);
    const [major, minor, value] = [packet.readUInt8(10), packet.readUInt16LE(8), packet.readUInt32LE(4)];
    super(`X error ${code} for request ${major}.${minor}, value 0x${value.toString(16)}`);
    this.code = code;
    this.majorOpcode = major;
  }
}

/** The connection is gone: every request that waited is rejected with this. */
export class XClosedError extends Error {
  override readonly name = "XClosedError";
}

/** `firstEvent` and `firstError` are added to an extension's own numbers. */
export type XExtension = { opcode: number; firstEvent: number; firstError: number };

/** An event's 32 bytes (longer for generic events); field offsets as in the protocol, little-endian. */
export type XEventListener = (event: Buffer) => void;

export const X_ERROR_CODE = { badValue: 2, badWindow: 3, badMatch: 8, badAccess: 10, badAlloc: 11 } as const;

type Waiting = { resolve(reply: Buffer): void; reject(cause: Error): void };

/** A server that takes longer than this to answer the setup hangs. */
const SETUP_TIMEOUT_MS = 5_000;
const ERROR = 0;
const REPLY = 1;
const QUERY_EXTENSION = 98;
const GET_INPUT_FOCUS = 43;

export class XConnection {
  readonly setup: XSetup;
  /** Resolves once, when the connection has ended for whatever reason; never rejects. */
  readonly closed: Promise<XClosedError>;
  readonly #socket: Socket;
  readonly #reader = new PacketReader();
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<number, Set<XEventListener>>();
  readonly #extensions = new Map<string, Promise<XExtension | null>>();
  /** Requests of one turn of the event loop leave in one write: a write costs more than all else about a request. */
  #outgoing: Buffer[] = [];
  #sequence = 0;
  #nextResource = 1;
  #end: XClosedError | null = null;

  constructor(socket: Socket, setup: XSetup) {
    this.#socket = socket;
    this.setup = setup;
    socket.removeAllListeners();
    this.closed = new Promise((resolve) => {
      socket.on("error", (cause) => this.#finish(cause.message));
      socket.on("close", () => resolve(this.#finish("the X server closed the connection")));
    });
    socket.on("data", (chunk: Buffer) => this.#reader.add(chunk, (packet) => this.#dispatch(packet)));
  }

  get isClosed(): boolean {
    return this.#end !== null;
  }

  /** A fresh resource id (window, pixmap, region, …). */
  newId(): number {
    return this.setup.resourceBase | this.#nextResource++;
  }

  /** Sends a request that has no reply. An error in answer to it is dropped; use `confirm` to hear of it. */
  send(request: XRequest): void {
    if (this.#end) return;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#outgoing.push(request.finish());
    if (this.#outgoing.length === 1) queueMicrotask(() => this.#flush());
  }

  /**
   * Sends a request and waits for its reply: 32 bytes and what the length says.
   * @throws XError when the server refuses it, XClosedError when the connection ends first
   */
  ask(request: XRequest): Promise<Buffer> {
    if (this.#end) return Promise.reject(this.#end);
    this.send(request);
    const sequence = this.#sequence;
    return new Promise((resolve, reject) => this.#waiting.set(sequence, { resolve, reject }));
  }

  /**
   * Sends a request that has no reply and waits until the server has carried it out.
   * @throws XError, XClosedError
   */
  async confirm(request: XRequest): Promise<void> {
    const refused = this.ask(request);
    const sequence = this.#sequence;
    // Replies and errors come in order: once the next request is answered, this one was accepted.
    const accepted = this.roundTrip().finally(() => this.#waiting.delete(sequence));
    await Promise.race([refused, accepted]);
  }

  /** Resolves when the server has carried out everything sent before (GetInputFocus has the cheapest reply). */
  async roundTrip(): Promise<void> {
    await this.ask(new XRequest(GET_INPUT_FOCUS));
  }

  /** @returns null when the server lacks it. Asked once per connection. */
  extension(name: string): Promise<XExtension | null> {
    let known = this.#extensions.get(name);
    if (!known) {
      known = this.#queryExtension(name);
      this.#extensions.set(name, known);
    }
    return known;
  }

  /**
   * Calls `listener` for every event with this code, before code that awaits a later reply goes on: listeners
   * remember, they do not wait.
   * @returns takes the listener away again
   */
  listen(eventCode: number, listener: XEventListener): () => void {
    const listeners = this.#listeners.get(eventCode) ?? new Set();
    this.#listeners.set(eventCode, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Ends the connection; the server frees all that belongs to it. */
  close(): void {
    this.#flush();
    this.#finish("the connection was closed");
    this.#socket.end();
    this.#socket.destroy();
  }

  async #queryExtension(name: string): Promise<XExtension | null> {
    const bytes = Buffer.from(name, "latin1");
    const reply = await this.ask(new XRequest(QUERY_EXTENSION).u16(bytes.length, 0).bytes(bytes));
    if (reply.readUInt8(8) === 0) return null;
    return { opcode: reply.readUInt8(9), firstEvent: reply.readUInt8(10), firstError: reply.readUInt8(11) };
  }

  #flush(): void {
    const [first, ...rest] = this.#outgoing;
    this.#outgoing = [];
    if (!first || this.#end) return;
    this.#socket.write(rest.length === 0 ? first : Buffer.concat([first, ...rest]));
  }

  #dispatch(packet: Buffer): void {
    const type = packet.readUInt8(0);
    if (type !== ERROR && type !== REPLY) {
      for (const listener of this.#listeners.get(type & 0x7f) ?? []) listener(packet);
      return;
    }
    const sequence = packet.readUInt16LE(2);
    const waiting = this.#waiting.get(sequence);
    this.#waiting.delete(sequence);
    if (type === REPLY) waiting?.resolve(packet);
    else waiting?.reject(new XError(packet));
  }

  #finish(reason: string): XClosedError {
    if (this.#end) return this.#end;
    this.#end = new XClosedError(reason);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#end);
    this.#waiting.clear();
    return this.#end;
  }
}

/**
 * @param display ":0"
 * @param authority path of the Xauthority file; null: none is needed
 * @throws XConnectError
 */
export async function connectX(display: string, authority: string | null): Promise<XConnection> {
  const address = parseDisplay(display);
  if (!address) throw new XConnectError("no_display", `${JSON.stringify(display)} is not a display of this machine`);
  const cookie = authority ? findCookie(await readAuthority(authority), address.number) : null;
  const socket = await openSocket(display, address.socketPaths);
  try {
    return new XConnection(socket, readSetupReply(await exchangeSetup(socket, cookie), address.screen));
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}

async function readAuthority(path: string): Promise<Uint8Array> {
  try {
    return await Bun.file(path).bytes();
  } catch (cause) {
    throw new XConnectError("no_authority", `cannot read ${path}: ${(cause as Error).message}`);
  }
}

async function openSocket(display: string, paths: readonly string[]): Promise<Socket> {
  for (const path of paths) {
    const socket = connect(path);
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return socket;
    socket.destroy();
  }
  throw new XConnectError("no_display", `no X server listens on display ${display}`);
}

function exchangeSetup(socket: Socket, cookie: Uint8Array | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const fail = (message: string) => reject(new XConnectError("no_display", message));
    socket.setTimeout(SETUP_TIMEOUT_MS, () => fail("the X server does not answer"));
    socket.once("error", (cause) => fail(cause.message));
    socket.once("close", () => fail("the X server closed the connection"));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const bytes = setupReplyBytes(received);
      if (bytes === undefined || received.length < bytes) return;
      socket.setTimeout(0);
      resolve(received);
    });
    socket.write(writeSetupRequest(cookie));
  });
}
