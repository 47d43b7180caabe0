/** Who asks, for the routes of people: by the cookie of a sign-in, looked up anew each time. */
import type { Context, MiddlewareHandler } from "hono";
import { resolvePerson } from "../../services/accounts/resolve-person.ts";
import { ServiceFailure } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";

/** A sign-in that was last refreshed longer ago is refreshed: in use, it does not run out. */
const REFRESH_AFTER_MS = 24 * 3_600_000;

export function findActor(context: HttpContext): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { address } = c.get("client");
    const token = await sessionTokenOf(context, c.req.raw.headers);
    const found = token === null ? null : await resolvePerson(context.services, token, address);
    c.set("actor", found?.person ?? { kind: "nobody", address });
    if (found && Date.now() - found.signedInAt.getTime() > REFRESH_AFTER_MS) await refresh(context, c);
    await next();
  };
}

/** Before a body is even looked at: who is nobody learns nothing of what would be valid. Services decide all the rest. */
export const requirePerson: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (c.get("actor").kind === "nobody") throw new ServiceFailure("unauthenticated", "sign in first");
  await next();
};

/** null: no cookie of ours, or one that we did not sign. */
export async function sessionTokenOf({ auth }: Pick<HttpContext, "auth">, headers: Headers): Promise<string | null> {
  if (!headers.has("cookie")) return null;
  return auth.api.readSessionToken({ headers });
}

async function refresh({ auth }: HttpContext, c: Context<HttpEnv>): Promise<void> {
  const answer = await auth.api.getSession({ headers: c.req.raw.headers, asResponse: true });
  for (const cookie of answer.headers.getSetCookie()) c.header("Set-Cookie", cookie, { append: true });
}
