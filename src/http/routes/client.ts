/** `/api/client`: what the server takes a caller for, so that an operator sees whether the proxy in between is set up right. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { streamOf } from "../../lib/stream-of.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, json, named } from "../route-shapes.ts";

const about = { tags: ["Operations"] };

const client = createRoute({
  ...about,
  method: "get",
  path: "/api/client",
  summary: "The caller's own address as the server sees it",
  description:
    "`forwarding`: what a proxy said of it was `believed` or `ignored`; `absent`: a trusted proxy said nothing; `none`: there is no proxy.",
  responses: {
    200: json(
      "the caller",
      named(
        "Client",
        z.object({ address: z.string().nullable(), forwarding: z.enum(["none", "believed", "ignored", "absent"]) }),
      ),
    ),
  },
});

const stream = createRoute({
  ...about,
  method: "get",
  path: "/api/client/stream",
  summary: "Two lines, a second apart: whether a proxy passes on what is written",
  responses: { 200: { description: "the lines", content: { "application/octet-stream": { schema: z.string() } } } },
});

const APART_MS = 1_000;

export function clientRoutes(_context: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(client, (c) => {
      const { address, forwarding } = c.get("client");
      return c.json({ address, forwarding }, 200);
    })
    .openapi(stream, (c) => {
      const body = c.req.raw.method === "HEAD" ? null : streamOf(twoLines());
      return new Response(body, { headers: { "Content-Type": "application/octet-stream" } }) as never;
    });
}

async function* twoLines(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("first\n");
  await Bun.sleep(APART_MS);
  yield Buffer.from("second\n");
}
