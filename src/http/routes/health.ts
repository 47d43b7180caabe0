/** `/healthz`: the process runs. `/readyz`: it can do its work; proxies send nothing where it cannot. */
import { Hono } from "hono";
import { ServiceFailure } from "../../services/failures.ts";
import { isDatabaseReachable } from "../../services/is-database-reachable.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";

/** Probes come from several sides; the database is asked once for all of them. */
const REMEMBERED_MS = 500;

export function healthRoutes({ services, stopping }: HttpContext): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  let asked: { at: number; answer: Promise<boolean> } | null = null;

  function isReachable(): Promise<boolean> {
    if (!asked || performance.now() - asked.at > REMEMBERED_MS) {
      asked = { at: performance.now(), answer: isDatabaseReachable(services) };
    }
    return asked.answer;
  }

  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    if (stopping.aborted) throw new ServiceFailure("unavailable", "the server stops", { retryAfterS: 5 });
    if (!(await isReachable())) {
      throw new ServiceFailure("unavailable", "the database cannot be reached", { retryAfterS: 2 });
    }
    return c.json({ status: "ready" });
  });
  return app;
}
