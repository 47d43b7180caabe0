/** The HTTP side of an upload (docs/protocol.md, Files), as a Worker speaks it; what came of each request, as data. */

export type UploadTarget = {
  sessionId: string;
  /** The whole path of the file on the machine; of a batch the folder. */
  path: string;
  uploadId: string;
  overwrite: boolean;
  elevated: boolean;
};

export type Refusal = { code: string; message: string; offset: number | null };
export type Answer =
  | { kind: "done"; sha256: string }
  | { kind: "part"; offset: number }
  | { kind: "refused"; refusal: Refusal }
  /** The network, the server or the machine is away: to be tried again. */
  | { kind: "away" };

export type BatchAnswer =
  | { kind: "done"; failed: { path: string; code: string; message: string }[] }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "away" };

/** Parts are about a second's worth: what takes so long has stalled, and what came of it stays. */
const REQUEST_TIMEOUT_MS = 45_000;
/** These say that whoever was asked is not there now, and will be. */
const AWAY_CODES = new Set(["machine_offline", "agent_gone", "agent_silent", "rate_limited"]);

/** @returns how much of this upload is there; null: nothing. "away" as in `Answer` */
export async function lookAtUpload(target: UploadTarget, signal: AbortSignal): Promise<number | null | "away"> {
  const response = await ask("HEAD", target, { signal });
  if (response === null || response.status >= 500) return "away";
  const offset = response.headers.get("upload-offset");
  return offset === null ? null : Number(offset);
}

export type Part = {
  offset: number;
  bytes: Blob;
  /** Base64, of the whole file: this is the last part. */
  digest: string | null;
};

export async function sendPart(target: UploadTarget, part: Part, signal: AbortSignal): Promise<Answer> {
  const headers: Record<string, string> = { "Content-Type": "application/octet-stream" };
  if (part.offset > 0) headers["Upload-Offset"] = String(part.offset);
  if (part.digest === null) headers["Upload-Complete"] = "?0";
  else headers["Repr-Digest"] = `sha-256=:${part.digest}:`;
  const response = await ask(part.offset > 0 ? "PATCH" : "PUT", target, { body: part.bytes, headers, signal });
  if (response === null) return { kind: "away" };
  const body = await jsonOf(response);
  if (!response.ok) return refusalOf(response.status, body);
  if (typeof body.sha256 === "string") return { kind: "done", sha256: body.sha256 };
  return { kind: "part", offset: Number(body.upload_offset) };
}

export async function sendBatch(target: UploadTarget, bytes: Blob, signal: AbortSignal): Promise<BatchAnswer> {
  const response = await ask("POST", target, { body: bytes, signal }, "batch");
  if (response === null) return { kind: "away" };
  const body = await jsonOf(response);
  if (!response.ok) return refusalOf(response.status, body);
  return { kind: "done", failed: Array.isArray(body.failed) ? body.failed : [] };
}

/** One that is there already will do, and what fails here fails at what is put into it. */
export async function createFolder({ sessionId, path, elevated }: UploadTarget, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ path, elevated });
  const headers = { "Content-Type": "application/json" };
  await fetch(`/api/sessions/${sessionId}/files/folders`, { method: "POST", body, headers, signal }).catch(() => {
    signal.throwIfAborted();
  });
}

/** @returns null when nobody answered. @throws what `signal` was aborted with */
async function ask(
  method: string,
  { sessionId, path, uploadId, overwrite, elevated }: UploadTarget,
  init: RequestInit & { signal: AbortSignal },
  to = "content",
): Promise<Response | null> {
  const query = new URLSearchParams({ path, overwrite: String(overwrite), elevated: String(elevated) });
  if (to === "content") query.set("upload", uploadId);
  try {
    // A network that swallows everything breaks nothing off.
    const signal = AbortSignal.any([init.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
    return await fetch(`/api/sessions/${sessionId}/files/${to}?${query}`, { ...init, method, signal });
  } catch {
    init.signal.throwIfAborted();
    return null;
  }
}

async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function refusalOf(
  status: number,
  body: Record<string, unknown>,
): { kind: "refused"; refusal: Refusal } | { kind: "away" } {
  const error = typeof body.error === "object" && body.error !== null ? { ...body.error } : {};
  const { code, message, details } = error as {
    code?: unknown;
    message?: unknown;
    details?: { upload_offset?: unknown };
  };
  // A proxy whose server is away has no error of ours.
  if (typeof code !== "string" || AWAY_CODES.has(code)) {
    if (status >= 500 || status === 429 || typeof code === "string") return { kind: "away" };
  }
  const offset = typeof details?.upload_offset === "number" ? details.upload_offset : null;
  const words = typeof message === "string" ? message : `the server refused it (status ${status})`;
  return { kind: "refused", refusal: { code: typeof code === "string" ? code : "unexpected", message: words, offset } };
}
