/** An id for each request, in the answer and in the log. Paths are logged without their query: it may hold credentials. */
import type { MiddlewareHandler } from "hono";
import { type Log, redactUrl } from "../../lib/log.ts";
import type { HttpEnv } from "../http-context.ts";

export function logRequests(log: Log): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const requestId = Bun.randomUUIDv7();
    c.set("requestId", requestId);
    const started = performance.now();
    await next();
    c.header("X-Request-Id", requestId);
    const { status } = c.res;
    const level = status >= 500 ? "warn" : "debug";
    const path = redactUrl(c.req.path);
    const ms = Math.round(performance.now() - started);
    const { address } = c.get("client");
    log[level]({ request_id: requestId, method: c.req.method, path, status, ms, address }, "request");
  };
}
