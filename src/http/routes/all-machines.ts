/** `/api/machines/all`. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { machine } from "../../../protocol/rest/people.ts";
import { listAllMachines } from "../../services/machines/list-all-machines.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, named, signedIn } from "../route-shapes.ts";

const all = createRoute({
  tags: ["Machines"],
  security: signedIn,
  method: "get",
  path: "/api/machines/all",
  summary: "All machines that the caller may see, by name, in one answer",
  description: "As the list by pages has them, but without `inventory`. Compressed with gzip where that is accepted.",
  responses: {
    200: json("the machines", z.object({ items: z.array(named("ListedMachine", machine.omit({ inventory: true }))) })),
    ...failures(401, 503),
  },
});

/** Compressing less costs more than it saves. */
const MIN_COMPRESSED_BYTES = 16 * 1024;

export function allMachinesRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter().openapi(all, async (c) => {
    const items = await listAllMachines(services, c.get("actor"));
    const acceptsGzip = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
    const text = JSON.stringify({ items });
    if (!acceptsGzip || text.length < MIN_COMPRESSED_BYTES) return c.json({ items }, 200);
    // The fastest level: rows of a list repeat themselves, and a better one would hold up whoever else asks.
    const body = Bun.gzipSync(text, { level: 1 });
    return c.body(body, 200, {
      "Content-Type": "application/json",
      "Content-Encoding": "gzip",
      Vary: "Accept-Encoding",
    }) as never;
  });
}
