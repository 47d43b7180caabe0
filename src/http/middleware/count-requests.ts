/** Counts requests by the pattern of their route: the address itself would make a series of each id. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Metrics } from "../../lib/metrics.ts";
import type { HttpEnv } from "../http-context.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function countRequests(metrics: Metrics): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const method = METHODS.has(c.req.method) ? c.req.method : "other";
    // Of the handler that was reached last: the one that answered.
    const seconds = (performance.now() - started) / 1_000;
    metrics.observeRequest({ method, route: routePath(c), status: c.res.status, seconds });
  };
}
