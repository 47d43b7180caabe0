/**
 * Against forged requests: what changes something and carries a person's cookie must come from our own pages. Browsers say
 * where from by `Origin` or `Sec-Fetch-Site`; who says neither and carries the cookie is refused, too.
 */
import type { MiddlewareHandler } from "hono";
import { ServiceFailure } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { bearerOf } from "./actor.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export function requireSameOrigin({ clients }: Pick<HttpContext, "clients">): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    // A key is sent by whoever holds it, never by a browser on its own; the cookie beside it counts for nothing.
    if (!SAFE_METHODS.has(c.req.method) && !bearerOf(c.req.raw.headers)?.startsWith("rlk_")) {
      const origin = c.req.header("origin");
      const isOurs =
        origin === undefined ? isOursByFetchSite(c.req.raw.headers) : mayAsk(origin, c.get("client").origin);
      if (!isOurs) {
        throw new ServiceFailure(
          "forbidden",
          "this request does not come from this server's own pages: set APP_URL or ALLOWED_ORIGINS if it should",
          {
            code: "foreign_origin",
          },
        );
      }
    }
    await next();
  };

  /** Compared exactly: no suffix, no wildcard, and "null" is nobody. */
  function mayAsk(origin: string, own: string): boolean {
    return origin === own || clients.allowedOrigins.includes(origin);
  }
}

function isOursByFetchSite(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  // Neither header: no browser of today. Without a cookie there is nothing to abuse.
  return !headers.has("cookie");
}
