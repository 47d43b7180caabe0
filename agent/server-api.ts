/** The server's HTTP routes for agents: register, heartbeat, session code. Every answer is checked before it is used. */
import type { z } from "zod";
import {
  type HeartbeatRequest,
  type HeartbeatResponse,
  heartbeatResponse,
  type RegisterRequest,
  type RegisterResponse,
  registerResponse,
  type SessionCodeResponse,
  sessionCodeResponse,
} from "../protocol/rest/agent.ts";
import { errorBody } from "../protocol/rest/shapes.ts";
import { reasonOf } from "./exit.ts";
import { oneLine } from "./log.ts";

const REQUEST_TIMEOUT_MS = 10_000;
/** A refusal or an answer of ours is a few hundred bytes; more comes from something else. */
const MAX_ANSWER_BYTES = 64 * 1024;

export type Credentials = { machine_id: string; access_key: string };

/** The server could not be reached at all: down, no such name, no route, bad certificate. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** Something answered, but not as a RemoteLink server does. */
export class NotRemoteLinkError extends Error {
  override readonly name = "NotRemoteLinkError";
}

/** The server said no, in its own words. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface ServerApi {
  register(request: RegisterRequest): Promise<RegisterResponse>;
  heartbeat(credentials: Credentials, request: HeartbeatRequest): Promise<HeartbeatResponse>;
  sessionCode(credentials: Credentials): Promise<SessionCodeResponse>;
}

/** @param server as `parseServerAddress` answers. Its methods throw the three errors above. */
export function createServerApi(server: string): ServerApi {
  const post = <Answer>(path: string, schema: z.ZodType<Answer>, body: unknown, credentials?: Credentials) =>
    request(server, path, { schema, body, credentials });
  return {
    register: (body) => post("/api/agent/register", registerResponse, body),
    heartbeat: (credentials, body) => post("/api/agent/heartbeat", heartbeatResponse, body, credentials),
    sessionCode: (credentials) => post("/api/agent/session-code", sessionCodeResponse, {}, credentials),
  };
}

async function request<Answer>(
  server: string,
  path: string,
  call: { schema: z.ZodType<Answer>; body: unknown; credentials?: Credentials },
): Promise<Answer> {
  const response = await send(server, path, call);
  const text = (await response.text()).slice(0, MAX_ANSWER_BYTES);
  const json = parseJson(text);
  if (response.ok) {
    const answer = call.schema.safeParse(json);
    if (answer.success) return answer.data;
    throw notRemoteLink(server, `its answer to ${path} has another form`);
  }
  const refusal = errorBody.safeParse(json);
  if (!refusal.success) {
    // A proxy answers 502–504 with a page of its own while the server behind it restarts.
    if (response.status >= 502 && response.status <= 504) {
      throw new UnreachableError(`${server} does not answer at the moment (HTTP ${response.status})`);
    }
    throw notRemoteLink(server, `HTTP ${response.status} at ${path}`);
  }
  const { code, message } = refusal.data.error;
  throw new RefusedError(response.status, code, oneLine(message));
}

async function send(
  server: string,
  path: string,
  call: { body: unknown; credentials?: Credentials },
): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (call.credentials) {
    headers.authorization = `Bearer ${call.credentials.access_key}`;
    headers["x-machine-id"] = call.credentials.machine_id;
  }
  let response: Response;
  try {
    response = await fetch(`${server}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(call.body),
      // Followed, a redirect could carry the access key to another host, or from https to http.
      redirect: "manual",
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  } catch (failure) {
    throw new UnreachableError(`${server} cannot be reached: ${explainFetch(failure)}`);
  }
  if (response.status >= 300 && response.status < 400) {
    const target = response.headers.get("location") ?? "another address";
    throw notRemoteLink(server, `it redirects to ${oneLine(target)}; if that is the server, give its address instead`);
  }
  return response;
}

function notRemoteLink(server: string, detail: string): NotRemoteLinkError {
  return new NotRemoteLinkError(`${server} does not answer as a RemoteLink server (${detail}): check the address`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explainFetch(failure: unknown): string {
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "";
  if (failure instanceof DOMException && failure.name === "TimeoutError") {
    return `no answer within ${REQUEST_TIMEOUT_MS / 1000} s`;
  }
  if (code === "ECONNREFUSED") return "nothing listens there";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "no such host, or no network";
  if (code === "EPROTO") return "there is no TLS at this port (https where http is meant?)";
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code)) {
    return `its certificate is not trusted (${code}); a private CA is trusted with NODE_EXTRA_CA_CERTS=/path/to/ca.pem`;
  }
  return reasonOf(failure);
}
