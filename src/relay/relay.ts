/** The relay put together: sockets of agents and viewers, the sessions they meet in, and what services may ask of it. */
import { CLOSE } from "../../protocol/close-codes.ts";
import { MAX_MESSAGE_BYTES, SOCKET_IDLE_TIMEOUT_S } from "../../protocol/limits.ts";
import type { LiveConnections } from "../services/live.ts";
import { AgentSocket } from "./agent-socket.ts";
import { createMemoryBus, type RelayBus, type RelayOrder } from "./bus.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Connection, type SocketData, type SocketPeer } from "./connection.ts";
import { DEFAULT_RELAY_LIMITS, type RelayLimits } from "./limits.ts";
import { LiveSessions } from "./live-sessions.ts";
import type { RelayServices } from "./ports.ts";
import { createTraffic, type RelayTraffic } from "./traffic.ts";
import { type Admission, createDoor, refusal, SUBPROTOCOL, subprotocolsOf } from "./upgrade.ts";
import { ViewerSocket } from "./viewer-socket.ts";

export type RelayOptions = {
  services: RelayServices;
  /** The app's own origin, which may open viewer sockets. Default: the host that the request names. */
  ownOrigin?(request: Request, peerAddress: string | null): string;
  /** Where a request came from; default: the other end of its connection. */
  clientAddress?(request: Request, peerAddress: string | null): string | null;
  /** Further origins, exact. */
  allowedOrigins?: readonly string[];
  clock?: Clock;
  limits?: Partial<RelayLimits>;
  /** Joins several server processes; default: this one is alone. */
  bus?: RelayBus;
  /** Unexpected failures, for the log; the socket concerned is closed with 1011. */
  reportFault?(error: unknown, during: string): void;
};

/** What there is now, and what went through since the start. */
export type RelayFigures = { agents: number; viewers: number; sessions: number; traffic: RelayTraffic };

export type Relay = {
  /** For `/ws/*`: undefined when the request has become a socket. */
  upgrade(request: Request, server: Bun.Server<SocketData>): Promise<Response | undefined>;
  /** For `Bun.serve`. */
  websocket: Bun.WebSocketHandler<SocketData>;
  live: LiveConnections;
  figures(): RelayFigures;
  /** Closes all sockets (1012) and takes no more; ends within `stopTimeoutMs`. Sessions go on with the next process. */
  stop(): Promise<void>;
};

export function createRelay(options: RelayOptions): Relay {
  const { services, clock = systemClock, bus = createMemoryBus() } = options;
  const limits = { ...DEFAULT_RELAY_LIMITS, ...options.limits };
  const reportFault = options.reportFault ?? ((error, during) => console.error(`relay: ${during}:`, error));
  const node = crypto.randomUUID();
  const sessions = new LiveSessions({ services, clock, limits, reportFault });
  const ownOrigin = options.ownOrigin ?? ((request) => new URL(request.url).origin);
  const origins = { ownOrigin, allowedOrigins: options.allowedOrigins ?? [] };
  const admit = createDoor({ services, sessions, limits, origins, reportFault });
  const connections = new Set<Connection>();
  const traffic = createTraffic();
  const context = { clock, limits, traffic, topics: new Map<string, number>() };
  let isStopping = false;
  let stopped: (() => void) | null = null;

  const unsubscribe = bus.subscribe((order) => carryOut(order, sessions, node));
  let cancelSweep = clock.after(limits.sweepIntervalMs, sweep);

  function sweep(): void {
    for (const connection of connections) connection.checkLiveness();
    cancelSweep = clock.after(limits.sweepIntervalMs, sweep);
  }

  function peerOf(admission: Exclude<Admission, { kind: "response" }>, address: string | null): SocketPeer {
    if (admission.kind === "agent") {
      const { identity, traits } = admission;
      bus.publish({ kind: "agent_connected", machineId: identity.machineId, node });
      return new AgentSocket({ identity, address, traits, sessions, services, clock, limits, reportFault });
    }
    if (admission.kind === "viewer") {
      const viewer = { ...admission.ticket, address };
      return new ViewerSocket({ viewer, wants: admission.wants, sessions, services, clock, limits });
    }
    return refusal(admission.code, admission.reason);
  }

  return {
    async upgrade(request, server) {
      const peerAddress = server.requestIP(request)?.address ?? null;
      const address = options.clientAddress ? options.clientAddress(request, peerAddress) : peerAddress;
      const admission = await admit(request, peerAddress);
      if (admission.kind === "response") return admission.response;
      const peer = isStopping ? refusal(CLOSE.serviceRestart, "server stops") : peerOf(admission, address);
      const isOurs = subprotocolsOf(request).includes(SUBPROTOCOL);
      const headers: HeadersInit = isOurs ? { "Sec-WebSocket-Protocol": SUBPROTOCOL } : {};
      if (server.upgrade(request, { data: { peer, connection: null }, headers })) return undefined;
      const error = { code: "invalid_request", message: "not a valid WebSocket handshake" };
      return Response.json({ error }, { status: 400 });
    },

    websocket: {
      data: {} as SocketData,
      maxPayloadLength: MAX_MESSAGE_BYTES,
      // Our own bound closes the socket before Bun's would drop a message.
      backpressureLimit: 2 * limits.maxQueuedBytes,
      idleTimeout: SOCKET_IDLE_TIMEOUT_S,
      perMessageDeflate: false,
      open(socket) {
        const connection = new Connection(socket, context);
        socket.data.connection = connection;
        connections.add(connection);
        if (isStopping) connection.close(CLOSE.serviceRestart, "server stops");
        else socket.data.peer.opened(connection);
      },
      message({ data: { peer, connection } }, message) {
        if (!connection?.isOpen) return;
        connection.received(message.length);
        peer.received(message);
      },
      ping: ({ data: { connection } }) => connection?.heard(),
      pong({ data: { peer, connection } }) {
        const roundTripMs = connection?.ponged() ?? null;
        if (roundTripMs !== null) peer.ponged?.(roundTripMs);
      },
      drain({ data: { peer, connection } }) {
        if (connection?.isOpen) peer.drained?.();
      },
      close({ data: { peer, connection } }) {
        if (!connection) return;
        connection.gone();
        connections.delete(connection);
        peer.closed();
        if (isStopping && connections.size === 0) stopped?.();
      },
      error(error, socket) {
        reportFault(error, "handling a socket");
        socket.data.connection?.close(CLOSE_INTERNAL_ERROR, "internal error");
      },
    },

    live: {
      isMachineOnline: (machineId) => sessions.isOnline(machineId),
      hardwareOf: (machineId) => sessions.agentOf(machineId)?.hardwareId ?? null,
      onlineMachineIds: () => sessions.onlineMachineIds(),
      hasSession: (sessionId, machineId) => typeof sessions.find(sessionId, machineId) === "object",
      endSession: (sessionId, endedBy) => bus.publish({ kind: "end_session", sessionId, endedBy }),
      askAgent: (machineId, command) => sessions.askAgent(machineId, command),
      dropMachine: (machineId) => bus.publish({ kind: "drop_machine", machineId }),
      checkUpdates: (machineIds) => sessions.checkUpdates(machineIds),
      wakePeers: (machineIds, macAddresses) => sessions.wakePeers(machineIds, macAddresses),
      openTickets: () => sessions.openTickets(),
      dropTicket: (ticketId, why) => sessions.dropTicket(ticketId, why),
      dropUser: (userId, machineId) => bus.publish({ kind: "drop_user", userId, machineId }),
    },

    figures: () => ({
      agents: sessions.onlineMachineIds().size,
      viewers: sessions.openTickets().length,
      sessions: sessions.count,
      traffic,
    }),

    async stop() {
      isStopping = true;
      cancelSweep();
      unsubscribe();
      sessions.suspend();
      for (const connection of connections) connection.close(CLOSE.serviceRestart, "server stops");
      if (connections.size > 0) await allClosed();
      for (const connection of connections) connection.terminate();
    },
  };

  /** By the real clock, whatever the relay's own is: a stop must end. */
  function allClosed(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limits.stopTimeoutMs);
      stopped = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** RFC 6455 §7.4.1. */
const CLOSE_INTERNAL_ERROR = 1011;

function carryOut(order: RelayOrder, sessions: LiveSessions, node: string): void {
  switch (order.kind) {
    case "end_session":
      sessions.end(order.sessionId, order.endedBy);
      break;
    case "drop_machine":
      sessions.dropMachine(order.machineId);
      break;
    case "drop_user":
      sessions.dropUser(order.userId, order.machineId);
      break;
    case "agent_connected":
      if (order.node !== node) sessions.agentIsElsewhere(order.machineId);
  }
}
