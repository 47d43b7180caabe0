/** A real relay on a real port with services of the test's own, and agents and viewers on real sockets. */
import {
  type FramebufferUpdate,
  type Rect,
  readFramebufferUpdate,
  writeFramebufferUpdate,
} from "../../protocol/binary/framebuffer-update.ts";
import { PERMISSIONS, type Permission } from "../../protocol/permissions.ts";
import type { Clock } from "../../src/relay/clock.ts";
import type { RelaySocket } from "../../src/relay/connection.ts";
import type { RelayLimits } from "../../src/relay/limits.ts";
import type { AgentIdentity, RelayServices, ViewerAdmission, ViewerTicket } from "../../src/relay/ports.ts";
import { createRelay, type Relay, type RelayOptions } from "../../src/relay/relay.ts";
import { waitUntil } from "./wait-until.ts";

type Json = { type: string; [field: string]: unknown };

export type RelayWorld = {
  relay: Relay;
  port: number;
  /** What the relay told the services, in order. */
  told: string[];
  faults: unknown[];
  services: RelayServices;
  /** A machine that may connect, with its access key. */
  addMachine(key?: string): { machineId: string; accessKey: string };
  /** A session on it that viewers may join with the token. */
  addSession(
    machineId: string,
    ticket?: Partial<Omit<ViewerTicket, "permissions">> & { permissions?: Permission[] },
  ): SessionKey;
  /** Another person's ticket for the same session. */
  addTicket(session: SessionKey, ticket?: Partial<ViewerTicket>): SessionKey;
  /** From now on admission to the session is answered so. */
  setAdmission(session: SessionKey, admission: ViewerAdmission): void;
  connectAgent(machine: { machineId: string; accessKey: string }, options?: ConnectOptions): Promise<TestAgent>;
  connectViewer(session: SessionKey, options?: ViewerOptions): Promise<TestViewer>;
  /** The most that waits in the server's memory for any one socket. */
  queuedBytes(): number;
  stop(): Promise<void>;
};

export type SessionKey = { sessionId: string; viewerToken: string };
export type ConnectOptions = {
  headers?: Record<string, string>;
  isPlain?: boolean;
  isAttended?: boolean;
};
export type ViewerOptions = { codecs?: string; isAcknowledging?: boolean; maxFps?: number };

export async function startRelayWorld(
  options: { limits?: Partial<RelayLimits>; clock?: Clock } & Pick<RelayOptions, "allowedOrigins" | "ownOrigin"> = {},
): Promise<RelayWorld> {
  const machines = new Map<string, { key: string; identity: AgentIdentity }>();
  const admissions = new Map<string, ViewerAdmission>();
  const told: string[] = [];
  const faults: unknown[] = [];
  const sockets: TestSocket[] = [];
  const services: RelayServices = {
    async authenticateAgent(machineId, accessKey) {
      const machine = machines.get(machineId);
      return machine?.key === accessKey ? machine.identity : null;
    },
    async admitViewer(sessionId, viewerToken) {
      return admissions.get(`${sessionId}/${viewerToken}`) ?? { kind: "unknown" };
    },
    agentConnected: (machineId) => told.push(`connected ${machineId}`),
    agentDisconnected: (machineId) => told.push(`disconnected ${machineId}`),
    agentSeen: (machineId) => told.push(`seen ${machineId}`),
    async recordAction(ticket, action, details) {
      told.push(`${ticket.userName} ${action} ${JSON.stringify(details)}`);
    },
    actionRefused: (viewer, { message, permission }) => {
      told.push(`${viewer.userName} refused ${message} for lack of ${permission}`);
    },
    async sessionEnded(sessionId, endedBy) {
      told.push(`ended ${sessionId} by ${endedBy}`);
    },
  };
  const relay = createRelay({ services, ...options, reportFault: (error) => faults.push(error) });
  const open = new Set<RelaySocket>();
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request, self) => relay.upgrade(request, self),
    websocket: {
      ...relay.websocket,
      open(socket) {
        open.add(socket);
        relay.websocket.open?.(socket);
      },
      close(socket, code, reason) {
        open.delete(socket);
        relay.websocket.close?.(socket, code, reason);
      },
    },
  });
  const port = server.port ?? 0;

  return {
    relay,
    port,
    told,
    faults,
    services,
    addMachine(key = crypto.randomUUID()) {
      const machineId = crypto.randomUUID();
      machines.set(machineId, { key, identity: { machineId, name: "web-01", canWake: true } });
      return { machineId, accessKey: key };
    },
    addSession(machineId, ticket = {}) {
      const session = { sessionId: crypto.randomUUID(), viewerToken: crypto.randomUUID() };
      const permissions = new Set(ticket.permissions ?? PERMISSIONS);
      admissions.set(`${session.sessionId}/${session.viewerToken}`, {
        kind: "admitted",
        ticket: {
          ticketId: crypto.randomUUID(),
          sessionId: session.sessionId,
          machineId,
          machineName: "web-01",
          canWake: true,
          userId: "user-1",
          userName: "Ada",
          userEmail: "ada@example.org",
          viewOnly: false,
          mayTakeOver: false,
          reason: "",
          ...ticket,
          permissions,
        },
      });
      return session;
    },
    addTicket(session, ticket = {}) {
      const admission = admissions.get(`${session.sessionId}/${session.viewerToken}`);
      if (admission?.kind !== "admitted") throw new Error("a further ticket is for a session that admits somebody");
      const further = { sessionId: session.sessionId, viewerToken: crypto.randomUUID() };
      admissions.set(`${session.sessionId}/${further.viewerToken}`, {
        kind: "admitted",
        ticket: { ...admission.ticket, ticketId: crypto.randomUUID(), ...ticket },
      });
      return further;
    },
    setAdmission: (session, admission) => admissions.set(`${session.sessionId}/${session.viewerToken}`, admission),
    async connectAgent({ machineId, accessKey }, { headers = {}, isPlain = false, isAttended = false } = {}) {
      const url = `ws://127.0.0.1:${port}/ws/agent`;
      const ours = {
        Authorization: `Bearer ${accessKey}`,
        "X-Machine-Id": machineId,
        "X-Remotelink-Protocol": "1",
        ...(isAttended && { "X-Remotelink-Attended": "1" }),
        ...headers,
      };
      const socket = isPlain
        ? openSocket(`${url}?machine_id=${machineId}&access_key=${accessKey}`)
        : openSocket(url, { headers: ours });
      const agent = new TestAgent(socket);
      sockets.push(agent);
      await agent.opened;
      return agent;
    },
    async connectViewer(session, { codecs = "tiles,jpeg", isAcknowledging = true, maxFps } = {}) {
      const fps = maxFps === undefined ? "" : `&max_fps=${maxFps}`;
      const url = `ws://127.0.0.1:${port}/ws/viewer?session_id=${session.sessionId}&codecs=${codecs}${fps}`;
      const socket = openSocket(url, {
        headers: { Origin: `http://127.0.0.1:${port}` },
        protocols: ["remotelink.v1", `remotelink.token.${session.viewerToken}`],
      });
      const viewer = new TestViewer(socket, isAcknowledging);
      sockets.push(viewer);
      await viewer.opened;
      return viewer;
    },
    queuedBytes: () => Math.max(0, ...Array.from(open, (socket) => socket.getBufferedAmount())),
    async stop() {
      for (const socket of sockets) socket.socket.terminate();
      await relay.stop();
      await server.stop(true);
    },
  };
}

/** One client's socket: what came in, in order, and what it was closed with. */
export class TestSocket {
  readonly socket: Bun.WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly json: Json[] = [];
  readonly binary: Uint8Array[] = [];
  #taken = 0;

  constructor(socket: Bun.WebSocket) {
    this.socket = socket;
    socket.binaryType = "nodebuffer";
    const { promise: closed, resolve: resolveClosed } = Promise.withResolvers<{ code: number; reason: string }>();
    this.closed = closed;
    this.opened = new Promise((resolve) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("close", () => resolve());
    });
    socket.addEventListener("close", ({ code, reason }) => resolveClosed({ code, reason }));
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.json.push(JSON.parse(data) as Json);
      else this.receiveBinary(data as Uint8Array);
    });
  }

  send(message: Json): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of this type after those that were already waited for. */
  async next(type: string, test: (message: Json) => boolean = () => true): Promise<Json> {
    const at = await waitUntil(`a ${type} message`, () => {
      const index = this.json.findIndex((message, i) => i >= this.#taken && message.type === type && test(message));
      return index < 0 ? null : { index };
    });
    this.#taken = at.index + 1;
    return this.json[at.index] as Json;
  }

  ofType(type: string): Json[] {
    return this.json.filter((message) => message.type === type);
  }

  /** Resolves when all that was sent before has been taken in by the relay: it answers in order. */
  async settled(): Promise<void> {
    const before = this.ofType("pong").length;
    this.send({ type: "ping" });
    await waitUntil("a pong", () => this.ofType("pong").length > before);
  }

  protected receiveBinary(data: Uint8Array): void {
    this.binary.push(data);
  }
}

export class TestAgent extends TestSocket {
  #frame = 0;
  #stream = 0;

  /** Waits until the relay asks for pictures, and streams those of that start from now on. */
  async started(): Promise<Json> {
    const start = await this.next("start_stream");
    this.#stream = Number(start.stream);
    this.#frame = 0;
    return start;
  }

  /** Sends the rects as the stream's next frame. */
  sendUpdate(rects: Rect[], update: Partial<FramebufferUpdate> = {}): void {
    this.#frame++;
    const { frame = this.#frame, stream = this.#stream } = update;
    const message = { flags: 0, capturedAtMs: 1, width: 256, height: 192, ...update, frame, stream, rects };
    this.socket.send(writeFramebufferUpdate(message));
  }

  get stream(): number {
    return this.#stream;
  }
}

export class TestViewer extends TestSocket {
  readonly updates: FramebufferUpdate[] = [];
  readonly wholeFrames: Uint8Array[] = [];
  readonly #isAcknowledging: boolean;

  constructor(socket: Bun.WebSocket, isAcknowledging: boolean) {
    super(socket);
    this.#isAcknowledging = isAcknowledging;
  }

  acknowledge(update: FramebufferUpdate): void {
    this.send({ type: "frame_ack", stream: update.stream, frame: update.frame, decode_ms: 0 });
  }

  async nextUpdates(count: number): Promise<FramebufferUpdate[]> {
    await waitUntil(`update number ${count}`, () => this.updates.length >= count);
    return this.updates;
  }

  protected override receiveBinary(data: Uint8Array): void {
    super.receiveBinary(data);
    if (data[0] === 0xff) this.wholeFrames.push(data);
    if (data[0] !== 1) return;
    const update = readFramebufferUpdate(data);
    this.updates.push(update);
    if (this.#isAcknowledging) this.acknowledge(update);
  }
}

/** The global `WebSocket` is Bun's own; with the DOM's types beside it, its extra options and methods are hidden. */
export function openSocket(url: string, options: Bun.WebSocketOptions = {}): Bun.WebSocket {
  const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket;
  return new BunWebSocket(url, options);
}

/** Bytes that the relay takes for a whole JPEG. */
export function jpegOf(bytes: number, fill = 7): Uint8Array<ArrayBuffer> {
  const jpeg = new Uint8Array(Math.max(8, bytes)).fill(fill);
  jpeg.set([0xff, 0xd8, 0xff, 0xe0]);
  return jpeg;
}
