/** The one way from the UI to the REST API: JSON in and out, every failure an `ApiError` whose message says what to do. */
import type { ErrorBody } from "../../../protocol/rest/shapes.ts";

const REQUEST_TIMEOUT_MS = 20_000;

/** `code` is the server's word (`machine_offline`), or ours: `unreachable` for no answer, `unexpected` for one that is not the API's. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  /** From `Retry-After`; null where the server named none. */
  readonly retryAfterS: number | null;

  constructor(status: number, code: string, message: string, details?: unknown, retryAfterS: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.retryAfterS = retryAfterS;
  }
}

let handleUnauthenticated: () => void = () => undefined;

/** Called when the server no longer knows who is asking: the sign-in ended, here or elsewhere. */
export function onUnauthenticated(handler: () => void): void {
  handleUnauthenticated = handler;
}

let handleSecondFactorRequired: () => void = () => undefined;

/** Called when the server asks a second factor of this person from now on. */
export function onSecondFactorRequired(handler: () => void): void {
  handleSecondFactorRequired = handler;
}

export type RequestOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
  /** null: as long as it takes. */
  timeoutMs?: number | null;
  /** A 401 is an answer here, not the end of a sign-in. */
  expectsUnauthenticated?: boolean;
};

/** Answers the parsed JSON body, `undefined` for 204. The shape is the server's word: it validates what it sends. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await readJson(response)) as T;
  const error = await readError(response);
  if (response.status === 401 && !options.expectsUnauthenticated) handleUnauthenticated();
  if (error.code === "two_factor_required") handleSecondFactorRequired();
  throw error;
}

export type BytesOptions = { method?: "GET" | "PUT"; body?: Blob; signal?: AbortSignal };

/** As `request`, where bytes come or go instead of JSON; however long they take. */
export async function requestBytes(
  path: string,
  { method = "GET", body, signal }: BytesOptions = {},
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { method, body, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(method);
  }
  if (response.ok) return response;
  if (response.status === 401) handleUnauthenticated();
  throw await readError(response);
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = "GET", body, signal, timeoutMs = REQUEST_TIMEOUT_MS } = options;
  const signals = [...(signal ? [signal] : []), ...(timeoutMs === null ? [] : [AbortSignal.timeout(timeoutMs)])];
  try {
    return await fetch(path, {
      method,
      headers: body === undefined ? { accept: "application/json" } : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any(signals),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(method);
  }
}

/** What is only read is asked for again by itself (api/query-client); what was to be changed waits for the person. */
function unreachable(method: string): ApiError {
  const next = method === "GET" ? "; it is tried again by itself" : ", and try again";
  const text = `The server cannot be reached. Check the connection${next}.`;
  return new ApiError(0, "unreachable", text);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw unexpected(response.status);
  }
}

async function readError(response: Response): Promise<ApiError> {
  const retryAfter = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  const body: unknown = await response.json().catch(() => null);
  const parsed = parseErrorBody(body);
  if (!parsed) return unexpected(response.status);
  return new ApiError(
    response.status,
    parsed.code,
    parsed.message,
    parsed.details,
    Number.isNaN(retryAfter) ? null : retryAfter,
  );
}

/** Accepts the API's error shape, and the flat `{code, message}` of the account library beneath `/api/auth`. */
export function parseErrorBody(body: unknown): ErrorBody["error"] | null {
  if (typeof body !== "object" || body === null) return null;
  const error = "error" in body && typeof body.error === "object" && body.error !== null ? body.error : body;
  if (!("message" in error) || typeof error.message !== "string") return null;
  const code = "code" in error && typeof error.code === "string" ? error.code.toLowerCase() : "unexpected";
  return { code, message: error.message, details: "details" in error ? error.details : undefined };
}

function unexpected(status: number): ApiError {
  return new ApiError(
    status,
    "unexpected",
    `The server answered in a way this page does not understand (status ${status}). Reload the page; if it stays, look at the server's log.`,
  );
}

/** What to show a person for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return sentenceOf(error);
  return error instanceof Error ? error.message : "Something went wrong in this page. Reload it and try again.";
}

/** The API names a field as its schema does, and says what is wrong as part of a sentence: both are for programs first. */
function sentenceOf({ code, message }: ApiError): string {
  const field = code === "invalid_request" ? (/^[a-z][\w.]*: /.exec(message)?.[0] ?? "") : "";
  const fault = message.slice(field.length);
  // What the schema's library says itself ("Too big: …") needs the field; our own words name what is wrong.
  const said = /^[A-Z]/.test(fault) ? message : fault;
  // An address or a machine's name that it begins with stays as it is written.
  const begun = /^(e-mail|[a-z]+)(?=[\s,:;]|$)/.test(said) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
