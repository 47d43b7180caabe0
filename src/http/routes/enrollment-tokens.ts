/** `/api/enrollment-tokens`. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import {
  enrolledMachine,
  enrollmentToken,
  enrollmentTokenCreated,
  enrollmentTokenPatch,
  enrollmentTokenRenewal,
  enrollmentTokenRequest,
} from "../../../protocol/rest/people.ts";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { changeToken } from "../../services/enrollment-tokens/change-token.ts";
import { createToken } from "../../services/enrollment-tokens/create-token.ts";
import { listTokenMachines } from "../../services/enrollment-tokens/list-token-machines.ts";
import { listTokens } from "../../services/enrollment-tokens/list-tokens.ts";
import { renewToken } from "../../services/enrollment-tokens/renew-token.ts";
import { revokeToken } from "../../services/enrollment-tokens/revoke-token.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Enrollment"], security: signedIn };
const shape = named("EnrollmentToken", enrollmentToken);

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/enrollment-tokens",
  summary: "Enrollment tokens, newest first; their text is not kept",
  request: { query: pageQuery },
  responses: {
    200: json("a page of tokens", pageOf(shape)),
    ...failures(400, 401, 403, 503),
  },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/enrollment-tokens",
  summary: "Make an enrollment token",
  request: jsonBody(enrollmentTokenRequest),
  responses: {
    201: json("the token; its text is told once", named("EnrollmentTokenCreated", enrollmentTokenCreated)),
    ...failures(400, 401, 403, 503),
  },
});

const change = createRoute({
  ...about,
  method: "patch",
  path: "/api/enrollment-tokens/{id}",
  summary: "Change a token, prolong it, or take its revocation back",
  request: { params: idParameter, ...jsonBody(enrollmentTokenPatch) },
  responses: { 200: json("the token", shape), ...failures(400, 401, 403, 404, 413, 503) },
});

const renew = createRoute({
  ...about,
  method: "post",
  path: "/api/enrollment-tokens/{id}/renew",
  summary: "Another text for a token; the one before works no more",
  request: { params: idParameter, ...jsonBody(enrollmentTokenRenewal) },
  responses: {
    200: json("the token; its text is told once", named("EnrollmentTokenCreated", enrollmentTokenCreated)),
    ...failures(400, 401, 403, 404, 409, 413, 503),
  },
});

const joined = createRoute({
  ...about,
  method: "get",
  path: "/api/enrollment-tokens/{id}/machines",
  summary: "Machines that joined by a token and are still here",
  request: { params: idParameter, query: pageQuery },
  responses: {
    200: json("a page of machines", pageOf(named("EnrolledMachine", enrolledMachine))),
    ...failures(400, 401, 403, 404, 503),
  },
});

const revoke = createRoute({
  ...about,
  method: "delete",
  path: "/api/enrollment-tokens/{id}",
  summary: "Revoke a token; machines that came by it stay",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

export function enrollmentTokenRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listTokens(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => c.json(await createToken(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await changeToken(services, c.get("actor"), id, c.req.valid("json")), 200);
    })
    .openapi(renew, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await renewToken(services, c.get("actor"), id, c.req.valid("json")), 200);
    })
    .openapi(joined, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await listTokenMachines(services, c.get("actor"), id, c.req.valid("query")), 200);
    })
    .openapi(revoke, async (c) => {
      await revokeToken(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
