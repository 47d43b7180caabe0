/** `/api/sign-ins`: where one is signed in. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { signIn } from "../../../protocol/rest/sign-in.ts";
import { endSignIns } from "../../services/sign-ins/end-sign-ins.ts";
import { listSignIns } from "../../services/sign-ins/list-sign-ins.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Sign-ins"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/sign-ins",
  summary: "The caller's own sign-ins, newest first",
  request: { query: pageQuery },
  responses: { 200: json("a page of sign-ins", pageOf(named("SignIn", signIn))), ...failures(400, 401, 403, 503) },
});

const end = createRoute({
  ...about,
  method: "delete",
  path: "/api/sign-ins/{id}",
  summary: "Sign one browser out",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

const endOthers = createRoute({
  ...about,
  method: "delete",
  path: "/api/sign-ins",
  summary: "Sign every browser out but this one",
  responses: { ...nothing, ...failures(401, 403, 503) },
});

export function signInRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listSignIns(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(end, async (c) => {
      await endSignIns(services, c.get("actor"), c.req.valid("param"));
      return c.body(null, 204);
    })
    .openapi(endOthers, async (c) => {
      await endSignIns(services, c.get("actor"), "others");
      return c.body(null, 204);
    });
}
