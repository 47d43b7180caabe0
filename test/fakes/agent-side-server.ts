/** A server as an agent sees it, in the test's own process: register, heartbeat, session code, and one socket to speak over. */
import type { ServerWebSocket } from "bun";
import { waitUntil } from "./wait-until.ts";

export const MACHINE_ID = "0198a1b2-0000-7000-8000-000000000001";
export const SESSION_ID = "0198a1b2-0000-7000-8000-0000000000aa";
export const ACCESS_KEY = "k".repeat(43);
export const GOOD_TOKEN = "rle_good";

export type Called = { path: string; headers: Headers; body: Record<string, unknown> };

export type AgentSideServer = {
  url: string;
  calls: Called[];
  /** JSON messages of the agent, oldest first. */
  said: Record<string, unknown>[];
  /** Binary messages of the agent. */
  pictures: Uint8Array[];
  upgrades: Headers[];
  say(message: Record<string, unknown>): void;
  hangUp(code: number): void;
  /** Waits for the first message that fits, from the beginning. */
  heard(type: string, deadlineMs?: number): Promise<Record<string, unknown>>;
  connected(count?: number): Promise<void>;
  stop(): Promise<void>;
};

export type Behaviour = {
  /** Answer to `register`; undefined: as a real server does with `GOOD_TOKEN`. */
  register?: (body: Record<string, unknown>) => Response | undefined;
  /** Answer in place of the WebSocket. */
  upgrade?: () => Response | undefined;
  relayUrl?: string;
};

export function startAgentSideServer(behaviour: Behaviour = {}): AgentSideServer {
  const calls: Called[] = [];
  const said: Record<string, unknown>[] = [];
  const pictures: Uint8Array[] = [];
  const upgrades: Headers[] = [];
  let socket: ServerWebSocket<undefined> | null = null;

  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request, self) {
      const { pathname } = new URL(request.url);
      if (pathname === "/ws/agent") {
        upgrades.push(request.headers);
        return behaviour.upgrade?.() ?? (self.upgrade(request) ? undefined : new Response("", { status: 400 }));
      }
      const body = (await request.json()) as Record<string, unknown>;
      calls.push({ path: pathname, headers: request.headers, body });
      if (pathname === "/api/agent/register") return behaviour.register?.(body) ?? register(body);
      if (pathname === "/api/agent/heartbeat")
        return Response.json({ server_time: new Date().toISOString(), update: null });
      if (pathname === "/api/agent/session-code") {
        return Response.json({ code: "ABC234", expires_at: new Date().toISOString() }, { status: 201 });
      }
      return refusal(404, "not_found", "no such route");
    },
    websocket: {
      open(opened) {
        socket = opened;
      },
      message(_, message) {
        if (typeof message === "string") said.push(JSON.parse(message));
        else pictures.push(new Uint8Array(message));
      },
      close(closed) {
        if (socket === closed) socket = null;
      },
    },
  });

  function register(body: Record<string, unknown>): Response {
    const isKnown = body.machine_id === MACHINE_ID && body.access_key === ACCESS_KEY;
    if (!isKnown && body.enrollment_token !== GOOD_TOKEN) {
      return refusal(403, "invalid_enrollment_token", "this token is not valid");
    }
    const relay_url = behaviour.relayUrl ?? `ws://127.0.0.1:${server.port}/ws/agent`;
    const identity = { machine_id: MACHINE_ID, access_key: ACCESS_KEY, relay_url, update_public_key: "cHVibGlj" };
    return Response.json(identity, { status: isKnown ? 200 : 201 });
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    calls,
    said,
    pictures,
    upgrades,
    say: (message) => void socket?.send(JSON.stringify(message)),
    hangUp: (code) => socket?.close(code),
    heard: (type, deadlineMs) =>
      waitUntil(`a message "${type}" of the agent`, () => said.find((message) => message.type === type), deadlineMs),
    async connected(count = 1) {
      await waitUntil(`connection ${count} of the agent`, () => upgrades.length >= count && socket !== null);
    },
    stop: () => server.stop(true),
  };
}

export function refusal(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status });
}
