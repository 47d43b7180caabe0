/** `/api/api-keys`: one's own. By a sign-in only: no key makes, lists or revokes keys. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { apiKey, apiKeyCreated, apiKeyRequest } from "../../../protocol/rest/sign-in.ts";
import { createKey } from "../../services/api-keys/create-key.ts";
import { listKeys } from "../../services/api-keys/list-keys.ts";
import { revokeKey } from "../../services/api-keys/revoke-key.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["API keys"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/api-keys",
  summary: "The caller's own keys, newest first",
  request: { query: pageQuery },
  responses: { 200: json("a page of keys", pageOf(named("ApiKey", apiKey))), ...failures(400, 401, 403, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/api-keys",
  summary: "Make a key, with at most the caller's own rights",
  request: jsonBody(apiKeyRequest),
  responses: {
    201: json("the key, told once", named("ApiKeyCreated", apiKeyCreated)),
    ...failures(400, 401, 403, 409, 503),
  },
});

const revoke = createRoute({
  ...about,
  method: "delete",
  path: "/api/api-keys/{id}",
  summary: "Revoke a key; sessions that it opened end",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

export function apiKeyRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listKeys(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => c.json(await createKey(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(revoke, async (c) => {
      await revokeKey(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
