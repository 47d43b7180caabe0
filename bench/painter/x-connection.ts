/**
 * A minimal X11 client connection for the bench's painter: requests out, replies and events in (X11 protocol §1, §8).
 * Deliberately not the agent's client, so that what measures shares no code with what is measured.
 */
import { connect, type Socket } from "node:net";

const SETUP_SUCCESS = 1;
const ERROR = 0;
const REPLY = 1;
const PACKET_BYTES = 32;

export type XScreen = { root: number; visual: number; depth: number; width: number; height: number };
export type XEvent = { code: number; bytes: Buffer };

export class XConnection {
  readonly screen: XScreen;
  readonly #socket: Socket;
  readonly #resourceBase: number;
  #nextResource = 1;
  #unsent: Buffer[] = [];
  #sequence = 0;
  #unread: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  readonly #pending = new Map<number, { resolve(reply: Buffer): void; reject(cause: Error): void }>();
  #onEvent: (event: XEvent) => void = () => {};

  constructor(socket: Socket, setup: Buffer) {
    this.#socket = socket;
    this.#resourceBase = setup.readUInt32LE(12);
    this.screen = readScreen(setup);
    socket.on("data", (chunk) => this.#read(Buffer.from(chunk)));
    socket.on("close", () => this.#failAll(new Error("the X server closed the connection")));
  }

  onEvent(listener: (event: XEvent) => void): void {
    this.#onEvent = listener;
  }

  newId(): number {
    return this.#resourceBase | this.#nextResource++;
  }

  /**
   * Queues a request without reply; it goes out with the next one that has a reply, as one write: a step is drawn as a
   * whole, as by a program on Xlib. `detail` is the request's second byte; `body` is padded to 4 bytes.
   */
  send(opcode: number, detail: number, ...body: readonly Uint8Array[]): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const bodyBytes = body.reduce((sum, part) => sum + part.length, 0);
    const units = 1 + Math.ceil(bodyBytes / 4);
    if (units > 0xffff) throw new Error(`X request ${opcode} of ${units * 4} bytes is too long`);
    const request = Buffer.alloc(units * 4);
    request.writeUInt8(opcode, 0);
    request.writeUInt8(detail, 1);
    request.writeUInt16LE(units, 2);
    let offset = 4;
    for (const part of body) {
      request.set(part, offset);
      offset += part.length;
    }
    this.#unsent.push(request);
  }

  /** Sends a request with all that are queued, and waits for its reply. */
  ask(opcode: number, detail: number, ...body: readonly Uint8Array[]): Promise<Buffer> {
    this.send(opcode, detail, ...body);
    this.#socket.write(Buffer.concat(this.#unsent));
    this.#unsent = [];
    const sequence = this.#sequence;
    return new Promise((resolve, reject) => this.#pending.set(sequence, { resolve, reject }));
  }

  /** Resolves when the server has carried out everything sent so far (GetInputFocus has the cheapest reply). */
  async roundTrip(): Promise<void> {
    await this.ask(43, 0);
  }

  close(): void {
    this.#socket.end();
  }

  #read(chunk: Buffer): void {
    this.#unread = this.#unread.length > 0 ? Buffer.concat([this.#unread, chunk]) : chunk;
    while (this.#unread.length >= PACKET_BYTES) {
      const type = this.#unread.readUInt8(0);
      const length = type === REPLY ? PACKET_BYTES + 4 * this.#unread.readUInt32LE(4) : PACKET_BYTES;
      if (this.#unread.length < length) return;
      const packet = this.#unread.subarray(0, length);
      this.#unread = this.#unread.subarray(length);
      this.#dispatch(type, packet);
    }
  }

  #dispatch(type: number, packet: Buffer): void {
    if (type !== REPLY && type !== ERROR) {
      this.#onEvent({ code: type & 0x7f, bytes: packet });
      return;
    }
    const sequence = packet.readUInt16LE(2);
    const waiting = this.#pending.get(sequence);
    this.#pending.delete(sequence);
    if (type === REPLY) {
      waiting?.resolve(packet);
      return;
    }
    const failure = new Error(`X error ${packet.readUInt8(1)} for request ${packet.readUInt8(10)}`);
    if (!waiting) throw failure;
    waiting.reject(failure);
  }

  #failAll(cause: Error): void {
    for (const waiting of this.#pending.values()) waiting.reject(cause);
    this.#pending.clear();
  }
}

/** Connects to a local display such as ":99" that asks for no authority. */
export async function connectX(display: string): Promise<XConnection> {
  const number = /^:(\d+)/.exec(display)?.[1];
  if (number === undefined) throw new Error(`${display} is not a local display`);
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  const setup = await new Promise<Buffer>((resolve, reject) => {
    let received: Buffer<ArrayBufferLike> = Buffer.alloc(0);
    const read = (chunk: Uint8Array): void => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 8 || received.length < 8 + received.readUInt16LE(6) * 4) return;
      socket.off("data", read);
      resolve(received);
    };
    socket.once("error", reject);
    socket.on("data", read);
    // "l" little-endian, protocol 11.0, no authorization.
    socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  });
  if (setup.readUInt8(0) !== SETUP_SUCCESS) {
    throw new Error(`${display} refused the connection: ${setup.subarray(8).toString("latin1")}`);
  }
  return new XConnection(socket, setup);
}

function readScreen(setup: Buffer): XScreen {
  const vendorBytes = Math.ceil(setup.readUInt16LE(24) / 4) * 4;
  const formats = setup.readUInt8(29);
  const at = 40 + vendorBytes + formats * 8;
  return {
    root: setup.readUInt32LE(at),
    width: setup.readUInt16LE(at + 20),
    height: setup.readUInt16LE(at + 22),
    visual: setup.readUInt32LE(at + 32),
    depth: setup.readUInt8(at + 38),
  };
}
