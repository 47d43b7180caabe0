/**
 * The door of the relay: Origin, credentials and wishes are read and checked before a socket exists. A browser cannot
 * see an HTTP status here, so who is refused gets a socket that closes at once with the code that says why.
 */
import { CLOSE } from "../../protocol/close-codes.ts";
import { type Codec, codec, sessionId as uuid } from "../../protocol/messages/fields.ts";
import { type Permission, permissionSchema } from "../../protocol/permissions.ts";
import { hardwareId } from "../../protocol/rest/agent.ts";
import { isCloneOfLiveAgent } from "./agent-rivals.ts";
import type { AgentTraits } from "./agent-socket.ts";
import type { SocketPeer } from "./connection.ts";
import type { RelayLimits } from "./limits.ts";
import type { ViewerWants } from "./links.ts";
import type { LiveSessions } from "./live-sessions.ts";
import { createOriginCheck, type OriginRules } from "./origin.ts";
import type { AgentIdentity, RelayServices, ViewerTicket } from "./ports.ts";

export const SUBPROTOCOL = "remotelink.v1";
const TOKEN_SUBPROTOCOL_PREFIX = "remotelink.token.";
/** Longer credentials are none of ours: they are not worth a look into the database. */
const MAX_CREDENTIAL_LENGTH = 200;
/** Admissions that were overtaken by a revocation are asked again, this often at most: then they are to come again. */
const MAX_ADMISSION_TRIES = 5;
/** Each costs the agent an encoder and a copy of the screen. */
const MAX_SIDE_STREAMS = 8;

export type Admission =
  | { kind: "agent"; identity: AgentIdentity; traits: AgentTraits }
  | { kind: "viewer"; ticket: ViewerTicket; wants: ViewerWants }
  | { kind: "refused"; code: number; reason: string }
  /** No socket at all: an HTTP answer. */
  | { kind: "response"; response: Response };

export type DoorOptions = {
  services: RelayServices;
  sessions: LiveSessions;
  limits: RelayLimits;
  origins: OriginRules;
  reportFault(error: unknown, during: string): void;
};

/** @returns who the request is from, once that is known for certain */
export function createDoor(options: DoorOptions): (request: Request, peerAddress: string | null) => Promise<Admission> {
  const originOf = createOriginCheck(options.origins);
  return async (request, peerAddress) => {
    const url = new URL(request.url);
    const isAgent = url.pathname === "/ws/agent";
    if (!isAgent && url.pathname !== "/ws/viewer") return httpError(404, "not_found", "no such socket");
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return httpError(426, "upgrade_required", "connect with WebSocket", { Upgrade: "websocket" });
    }
    const origin = originOf(request, peerAddress);
    // A browser's upgrade always names its page; agents, and viewers that are no browsers, have none to name.
    if (origin === "foreign" || (origin === "missing" && !isAgent)) {
      return httpError(403, "forbidden", "this Origin may not connect: name it in ALLOWED_ORIGINS");
    }
    // Bun answers with the first subprotocol that was offered if we choose none: a token must not come back.
    const offered = subprotocolsOf(request);
    if (offered.some((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX)) && !offered.includes(SUBPROTOCOL)) {
      return httpError(400, "invalid_request", `offer the subprotocol ${SUBPROTOCOL} beside the token`);
    }
    try {
      return isAgent ? await admitAgent(options, request, url) : await admitViewer(options, request, url);
    } catch (error) {
      options.reportFault(error, `admitting to ${url.pathname}`);
      return httpError(503, "unavailable", "try again in a moment", { "Retry-After": "2" });
    }
  };
}

/** Ours sends headers; the plain protocol has both in the query. */
async function admitAgent({ services, sessions }: DoorOptions, request: Request, url: URL): Promise<Admission> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const accessKey = bearer ?? url.searchParams.get("access_key");
  const machineId = request.headers.get("x-machine-id") ?? url.searchParams.get("machine_id");
  // What is no id is in no table: the database need not be asked, and would fault.
  const isPlausible = isCredential(accessKey) && isCredential(machineId) && uuid.safeParse(machineId).success;
  if (!isPlausible) return BAD_CREDENTIALS;
  const traits = traitsOf(request);
  const authenticate = () => settled(sessions, () => services.authenticateAgent(machineId, accessKey));
  const known = await authenticate();
  if (!known) return BAD_CREDENTIALS;
  const present = sessions.agentOf(machineId);
  if (await isCloneOfLiveAgent(present, known, traits.hardwareId)) return IS_CLONE;
  // It was waited for a sign of life of the other one: the machine may have been removed meanwhile.
  const identity = present ? await authenticate() : known;
  return identity ? { kind: "agent", identity, traits } : BAD_CREDENTIALS;
}

const BAD_CREDENTIALS = { kind: "refused", code: CLOSE.badCredentials, reason: "bad credentials" } as const;
const IS_CLONE = { kind: "refused", code: CLOSE.cloned, reason: "another machine has this identity" } as const;

function traitsOf({ headers }: Request): AgentTraits {
  return {
    hardwareId: hardwareId.safeParse(headers.get("x-remotelink-hardware")).data ?? null,
    isAttended: headers.get("x-remotelink-attended") === "1",
    speaksBinary: headers.get("x-remotelink-protocol") === "1",
    sideStreams: sideStreamsOf(headers),
    allowed: allowedOf(headers.get("x-remotelink-allow")),
  };
}

/** The machine's own policy. What this server does not know, nobody here has. */
function allowedOf(header: string | null): ReadonlySet<Permission> | null {
  if (header === null) return null;
  const named = header.split(",").map((name) => permissionSchema.safeParse(name.trim()));
  return new Set(named.flatMap(({ data }) => data ?? []));
}

async function admitViewer(options: DoorOptions, request: Request, url: URL): Promise<Admission> {
  const token = tokenOf(request) ?? url.searchParams.get("viewer_token");
  const sessionId = url.searchParams.get("session_id");
  if (!isCredential(token) || !isCredential(sessionId)) {
    return { kind: "refused", code: CLOSE.badCredentials, reason: "session_id or viewer token missing" };
  }
  if (!uuid.safeParse(sessionId).success) return NO_SUCH_SESSION;
  const admission = await settled(options.sessions, () => options.services.admitViewer(sessionId, token));
  switch (admission.kind) {
    case "unknown":
      return NO_SUCH_SESSION;
    case "ended":
      return { kind: "refused", code: CLOSE.sessionEnded, reason: "session ended" };
    case "forbidden":
      return { kind: "refused", code: CLOSE.notAllowed, reason: "not allowed" };
    case "admitted":
      return { kind: "viewer", ticket: admission.ticket, wants: wantsOf(url, options.limits) };
  }
}

/** How many further streams a session the agent can make for slow links; none if it does not say. */
function sideStreamsOf(headers: Headers): number {
  const count = Number(headers.get("x-remotelink-side-streams") ?? 0);
  return Number.isInteger(count) && count > 0 ? Math.min(count, MAX_SIDE_STREAMS) : 0;
}

const NO_SUCH_SESSION = { kind: "refused", code: CLOSE.noSuchSession, reason: "no such session" } as const;

/** An answer that no revocation overtook: one that was may have been given before it. @throws Error where each one is */
async function settled<Answer>(sessions: LiveSessions, ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; tries <= MAX_ADMISSION_TRIES; tries++) {
    const before = sessions.revocations;
    const answer = await ask();
    if (sessions.revocations === before) return answer;
  }
  throw new Error(`rights ended ${MAX_ADMISSION_TRIES} times while they were looked up`);
}

function isCredential(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value.length > 0 && value.length <= MAX_CREDENTIAL_LENGTH;
}

/** Browsers can set no header but the subprotocols. */
function tokenOf(request: Request): string | undefined {
  const offered = subprotocolsOf(request).find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  return offered?.slice(TOKEN_SUBPROTOCOL_PREFIX.length);
}

export function subprotocolsOf(request: Request): string[] {
  return (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
}

/** What the viewer can decode; one that says nothing knows whole JPEG frames only. */
function wantsOf(url: URL, limits: RelayLimits): ViewerWants {
  const asked = (url.searchParams.get("codecs") ?? "").split(",");
  const codecs = asked.filter((name): name is Codec => codec.safeParse(name).success);
  const fps = Number(url.searchParams.get("max_fps") ?? Number.NaN);
  const maxFps = Number.isFinite(fps) ? Math.min(120, Math.max(1, fps)) : limits.defaultMaxFps;
  return { pictures: true, codecs: codecs.length > 0 ? codecs : ["jpeg"], maxFps };
}

function httpError(status: number, code: string, message: string, headers: Record<string, string> = {}): Admission {
  return { kind: "response", response: Response.json({ error: { code, message } }, { status, headers }) };
}

/** A socket that closes as soon as it is open. */
export function refusal(code: number, reason: string): SocketPeer {
  return {
    side: null,
    opened: (connection) => connection.close(code, reason),
    received: () => {},
    closed: () => {},
  };
}
