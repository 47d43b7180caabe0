/** Who asks, for the routes of people: by the cookie of a sign-in or by an API key, looked up anew each time. */
import type { Context, MiddlewareHandler } from "hono";
import { resolveKey } from "../../services/accounts/resolve-key.ts";
import { resolvePerson } from "../../services/accounts/resolve-person.ts";
import type { Person } from "../../services/actor.ts";
import { ServiceFailure } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";

/** A sign-in that was last refreshed longer ago is refreshed: in use, it does not run out. */
const REFRESH_AFTER_MS = 24 * 3_600_000;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Where who must set up a second factor finds what they need for it, and where people are never keys. */
const OWN_SIGN_IN = /^\/api\/auth\//;

export function findActor(context: HttpContext): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { address } = c.get("client");
    const found = await personBehind(context, c.req.raw, address);
    c.set("actor", found?.person ?? { kind: "nobody", address });
    const signedInAt = found?.signedInAt?.getTime() ?? Date.now();
    if (Date.now() - signedInAt > REFRESH_AFTER_MS) await refresh(context, c);
    await next();
  };
}

/** Before a body is even looked at: who is nobody learns nothing of what would be valid. Services decide all the rest. */
export const requirePerson: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const actor = c.get("actor");
  if (actor.kind !== "user") throw new ServiceFailure("unauthenticated", "sign in first");
  if (actor.key?.isReadOnly && !SAFE_METHODS.has(c.req.method)) {
    throw new ServiceFailure("forbidden", `the key ${actor.key.name} may only read`, { code: "read_only_key" });
  }
  if (actor.mustSetUpSecondFactor && c.req.path !== "/api/me" && !OWN_SIGN_IN.test(c.req.path)) {
    throw new ServiceFailure("forbidden", "set up a second factor first: this server requires one of you", {
      code: "two_factor_required",
    });
  }
  await next();
};

/** Where there is a key the cookie counts for nothing: a page that makes a browser send it gains no one else's rights. */
export async function personBehind(
  context: HttpContext,
  { headers, url }: Request,
  address: string | null,
): Promise<{ person: Person; signedInAt?: Date } | null> {
  const bearer = bearerOf(headers);
  if (bearer === null) {
    const token = await sessionTokenOf(context, headers);
    return token === null ? null : resolvePerson(context.services, token, address);
  }
  if (!bearer.startsWith("rlk_") || OWN_SIGN_IN.test(new URL(url).pathname)) return null;
  const person = await resolveKey(context.services, bearer, address);
  return person && { person };
}

/** "" for a malformed one: it is no cookie's, either. */
export function bearerOf(headers: Headers): string | null {
  const authorization = headers.get("authorization") ?? "";
  if (!/^bearer\b/i.test(authorization)) return null;
  return /^bearer +(\S{1,200})$/i.exec(authorization)?.[1] ?? "";
}

/** null: no cookie of ours, or one that we did not sign. */
export async function sessionTokenOf({ auth }: Pick<HttpContext, "auth">, headers: Headers): Promise<string | null> {
  if (!headers.has("cookie")) return null;
  return auth.api.readSessionToken({ headers });
}

async function refresh({ auth }: HttpContext, c: Context<HttpEnv>): Promise<void> {
  const answer = await auth.api.getSession({ headers: c.req.raw.headers, asResponse: true });
  for (const cookie of answer.headers.getSetCookie()) c.header("Set-Cookie", cookie, { append: true });
}
