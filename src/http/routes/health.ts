/** `/healthz`: the process runs. `/readyz`: it can do its work; proxies send nothing where it cannot. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ServiceFailure } from "../../services/failures.ts";
import { isDatabaseReachable } from "../../services/is-database-reachable.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json } from "../route-shapes.ts";

const about = { tags: ["Operations"] };

const healthz = createRoute({
  ...about,
  method: "get",
  path: "/healthz",
  summary: "Whether the process runs",
  responses: { 200: json("it runs", z.object({ status: z.literal("ok") })) },
});

const readyz = createRoute({
  ...about,
  method: "get",
  path: "/readyz",
  summary: "Whether it can do its work: the database answers, and it does not stop",
  responses: { 200: json("it can", z.object({ status: z.literal("ready") })), ...failures(503) },
});

/** Probes come from several sides; the database is asked once for all of them. */
const REMEMBERED_MS = 500;

export function healthRoutes({ services, stopping }: HttpContext): OpenAPIHono<HttpEnv> {
  let asked: { at: number; answer: Promise<boolean> } | null = null;

  function isReachable(): Promise<boolean> {
    if (!asked || performance.now() - asked.at > REMEMBERED_MS) {
      asked = { at: performance.now(), answer: isDatabaseReachable(services) };
    }
    return asked.answer;
  }

  return createRouter()
    .openapi(healthz, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(readyz, async (c) => {
      if (stopping.aborted) throw new ServiceFailure("unavailable", "the server stops", { retryAfterS: 5 });
      if (!(await isReachable())) {
        throw new ServiceFailure("unavailable", "the database cannot be reached", { retryAfterS: 2 });
      }
      return c.json({ status: "ready" as const }, 200);
    });
}
