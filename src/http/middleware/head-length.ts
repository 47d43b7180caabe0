/** A HEAD is answered with the length that its GET would have: the server itself would say 0, for the body that is not sent. */
import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "../http-context.ts";

export const addHeadLength: MiddlewareHandler<HttpEnv> = async (c, next) => {
  await next();
  // Files and streams say theirs, or have none.
  if (c.req.raw.method !== "HEAD" || c.res.headers.has("Content-Length") || isStream(c.res)) return;
  const { byteLength } = await c.res.clone().arrayBuffer();
  c.header("Content-Length", String(byteLength));
};

function isStream(response: Response): boolean {
  return response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
}
