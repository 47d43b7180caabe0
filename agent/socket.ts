/** One WebSocket to the relay as the connection sees it: Bun's client with our headers, and how an upgrade was refused. */
import { CLOSE } from "../protocol/close-codes.ts";
import type { Permission } from "../protocol/permissions.ts";
import type { Credentials } from "./server-api.ts";

export interface AgentSocket {
  send(message: string | Uint8Array<ArrayBuffer>): void;
  ping(): void;
  bufferedBytes(): number;
  /** Closes with a handshake. */
  close(): void;
  /** Closes now; the close event follows. */
  terminate(): void;
}

export type SocketEvents = {
  open(): void;
  /** A text message; null for a binary one, which no relay sends to an agent. */
  message(text: string | null): void;
  /** Any other sign of life: a ping or pong frame. */
  heard(): void;
  /** Once, also when it never opened; `code` is the relay's, or 4401 for an upgrade refused for its credentials. */
  close(code: number, reason: string): void;
};

export type OpenSocket = (events: SocketEvents) => AgentSocket;

const ABNORMAL_CLOSURE = 1006;
/** Each keeps a copy of the screen (8 MB at 1080p) and is encoded by itself. */
const MAX_SIDE_STREAMS = 4;

/**
 * @param policy told to the relay, so that viewers know from the start that a person will be asked, and what this machine
 *   never allows; it is enforced here, whatever the relay makes of it
 */
export function webSocketTo(
  relayUrl: string,
  credentials: Credentials,
  {
    hardwareId,
    ...policy
  }: { hardwareId: string | null; attended: boolean; allowed_permissions?: readonly Permission[] },
): OpenSocket {
  return (events) => {
    const socket = openBunSocket(relayUrl, {
      headers: {
        authorization: `Bearer ${credentials.access_key}`,
        "x-machine-id": credentials.machine_id,
        "x-remotelink-protocol": "1",
        "x-remotelink-side-streams": String(MAX_SIDE_STREAMS),
        ...(hardwareId === null ? {} : { "x-remotelink-hardware": hardwareId }),
        ...(policy.attended ? { "x-remotelink-attended": "1" } : {}),
        ...(policy.allowed_permissions ? { "x-remotelink-allow": policy.allowed_permissions.join(",") } : {}),
      },
      // Pixels are compressed already, and control messages are too short to gain.
      perMessageDeflate: false,
    });
    let failure = "";
    socket.addEventListener("open", () => events.open());
    socket.addEventListener("message", (event) => events.message(typeof event.data === "string" ? event.data : null));
    socket.addEventListener("ping", () => events.heard());
    socket.addEventListener("pong", () => events.heard());
    socket.addEventListener("error", (event) => {
      failure = "message" in event ? String(event.message) : "";
    });
    socket.addEventListener("close", (event) => {
      const status = upgradeStatus(failure);
      if (status === 401 || status === 403) events.close(CLOSE.badCredentials, `HTTP ${status}`);
      else if (status === 429) events.close(CLOSE.tooMany, "too many connections");
      else events.close(event.code, describeClose(event.code, event.reason, failure, status));
    });
    return {
      send: (message) => socket.send(message),
      ping: () => socket.ping(),
      bufferedBytes: () => socket.bufferedAmount,
      close: () => socket.close(1000),
      terminate: () => socket.terminate(),
    };
  };
}

/** The global `WebSocket` is Bun's own; with the DOM's types beside it, its extra options and methods are hidden. */
function openBunSocket(url: string, options: Bun.WebSocketOptions): Bun.WebSocket {
  const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket;
  return new BunWebSocket(url, options);
}

/** Bun tells the HTTP status of a refused upgrade only in the error's sentence. */
function upgradeStatus(failure: string): number | null {
  const match = /status code: (\d{3})/.exec(failure);
  return match ? Number(match[1]) : null;
}

function describeClose(code: number, reason: string, failure: string, status: number | null): string {
  if (status !== null) return `the relay answered HTTP ${status}`;
  if (failure) return failure.replace(/^WebSocket connection to '[^']*' failed: /, "");
  if (code === CLOSE.serviceRestart) return "the server is restarting";
  if (code === ABNORMAL_CLOSURE) return "the connection broke";
  return reason ? `closed by the server: ${reason}` : `closed by the server (${code})`;
}
