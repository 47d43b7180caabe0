/** What was refused is on record, too: tries at passwords, codes and enrollment, and changes that somebody may not make. */
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AuditAction } from "../../../protocol/audit-actions.ts";
import type { AuditEntry } from "../../services/audit/record.ts";
import { failureOf } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";

/** Tries of those who prove themselves by what they send, with the field that names who they say they are. */
const TRIES: readonly {
  path: RegExp;
  action: AuditAction;
  statuses: readonly number[];
  target: string;
  field?: string;
}[] = [
  {
    path: /^\/api\/auth\/(sign-in|two-factor|passkey)\//,
    action: "user.sign_in_refused",
    statuses: [401, 403, 429],
    target: "user",
    field: "email",
  },
  {
    path: /^\/api\/auth\/sign-up\//,
    action: "installation.set_up_refused",
    statuses: [403, 429],
    target: "user",
    field: "email",
  },
  {
    path: /^\/api\/agent\/register$/,
    action: "machine.enrollment_refused",
    statuses: [401, 403, 429],
    target: "machine",
    field: "hostname",
  },
  { path: /^\/api\/sessions\/join$/, action: "session.code_refused", statuses: [404, 429], target: "session_code" },
];

const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const MAX_NAME = 200;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

export function recordRefusals({ services }: Pick<HttpContext, "services">): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    await next();
    if (!CHANGING.has(c.req.method) || c.res.status < 400) return;
    const entry = (await refusedTry(c)) ?? refusedRequest(c);
    if (entry) services.refusals.note({ ...entry, actor: actorOf(c) });
  };
}

async function refusedTry(c: Context<HttpEnv>): Promise<AuditEntry | null> {
  const tried = TRIES.find(({ path }) => path.test(c.req.path));
  if (!tried?.statuses.includes(c.res.status)) return null;
  // A second step names nobody: who it is was settled by the first.
  const given = (c.error && failureOf(c.error)?.triedAs) ?? (tried.field ? await fieldOf(c, tried.field) : "");
  // As addresses are kept: however it was written, it is one account.
  const name = tried.field === "email" ? given.toLowerCase() : given;
  return { action: tried.action, target: { kind: tried.target, id: null, name }, details: { ...codeOf(c) } };
}

function refusedRequest(c: Context<HttpEnv>): AuditEntry | null {
  // What agents may not do is no person's doing; their credentials are in every one of their requests.
  if (c.res.status !== 403 || c.req.path.startsWith("/api/agent/")) return null;
  const name = `${c.req.method} ${routePath(c, -1)}`.slice(0, MAX_NAME);
  return {
    action: "request.refused",
    target: { kind: "request", id: ID.exec(c.req.path)?.[0].toLowerCase() ?? null, name },
    details: { ...codeOf(c) },
  };
}

function actorOf(c: Context<HttpEnv>) {
  const actor = c.get("actor");
  return actor?.kind === "user" ? actor : ({ kind: "nobody", address: c.get("client").address } as const);
}

function codeOf(c: Context<HttpEnv>): { code?: string } {
  const failure = c.error && failureOf(c.error);
  return failure ? { code: failure.code } : {};
}

/** Of the body if the route has read it: nothing is read for the record's sake. What is no text there names nobody. */
async function fieldOf(c: Context<HttpEnv>, field: string): Promise<string> {
  if (Object.keys(c.req.bodyCache).length === 0) return "";
  const body: unknown = await c.req.json().catch(() => null);
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[field] : undefined;
  return typeof value === "string" ? value.replaceAll("\0", "").slice(0, MAX_NAME) : "";
}
