/** `GET /metrics` for Prometheus: by its token, or by an administrator's sign-in. */
import { createHash, timingSafeEqual } from "node:crypto";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { requireAllowed } from "../../services/authorize.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { findActor, requirePerson } from "../middleware/actor.ts";
import { createRouter, failures, signedIn } from "../route-shapes.ts";

const metrics = createRoute({
  tags: ["Operations"],
  security: signedIn,
  method: "get",
  path: "/metrics",
  summary: "Figures for Prometheus",
  description: "For administrators, and for who says `Authorization: Bearer` with METRICS_TOKEN.",
  responses: {
    200: { description: "the figures", content: { "text/plain": { schema: z.string() } } },
    ...failures(401, 403, 503),
  },
});

export function metricsRoutes(context: HttpContext): OpenAPIHono<HttpEnv> {
  const isScraper = tokenCheck(context.metricsToken);
  const router = createRouter();
  const asPerson = findActor(context);
  router.use("/metrics", async (c, next) => {
    if (isScraper(c.req.header("authorization"))) return next();
    const asAdministrator = async () => {
      requireAllowed(c.get("actor"), "metrics.read", null);
      await next();
    };
    return asPerson(c, async () => {
      await requirePerson(c, asAdministrator);
    });
  });
  return router.openapi(metrics, async (c) => {
    c.header("Cache-Control", "no-store");
    return c.body(await context.metrics.text(), 200, { "Content-Type": context.metrics.contentType }) as never;
  });
}

/** In constant time: both sides are hashed, so that they are of one length. */
function tokenCheck(token: string | undefined): (authorization: string | undefined) => boolean {
  if (token === undefined) return () => false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(token);
  return (authorization) => {
    const given = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}
