/** What requests need that carry more than a screenful: no deadline while bytes flow, and an end when they do not. */
import type { Context } from "hono";
import type { HttpEnv } from "./http-context.ts";

/** The longest that Bun counts. Whoever neither sends nor takes a byte for so long is cut off, and goes on later. */
const STREAM_IDLE_TIMEOUT_S = 255;

export function letStream(c: Context<HttpEnv>): void {
  c.env.server.timeout(c.req.raw, STREAM_IDLE_TIMEOUT_S);
}
