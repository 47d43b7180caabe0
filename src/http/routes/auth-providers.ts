/** `/api/auth-providers`: administrators' settings of identity providers. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { authProvider, authProviderPatch, authProviderRequest } from "../../../protocol/rest/auth-providers.ts";
import {
  changeProvider,
  createProvider,
  listProviders,
  removeProvider,
} from "../../services/providers/manage-providers.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Identity providers"], security: signedIn };
const shape = named("AuthProvider", authProvider);

const routes = {
  list: createRoute({
    ...about,
    method: "get",
    path: "/api/auth-providers",
    summary: "All identity providers; never their secrets",
    responses: { 200: json("the providers", z.object({ items: z.array(shape) })), ...failures(401, 403, 503) },
  }),
  create: createRoute({
    ...about,
    method: "post",
    path: "/api/auth-providers",
    summary: "Add a provider; it is asked what it is first",
    request: jsonBody(authProviderRequest),
    responses: { 201: json("the provider", shape), ...failures(400, 401, 403, 409, 503) },
  }),
  change: createRoute({
    ...about,
    method: "patch",
    path: "/api/auth-providers/{id}",
    summary: "Change a provider; its issuer stays",
    request: { params: idParameter, ...jsonBody(authProviderPatch) },
    responses: { 200: json("the provider", shape), ...failures(400, 401, 403, 404, 503) },
  }),
  remove: createRoute({
    ...about,
    method: "delete",
    path: "/api/auth-providers/{id}",
    summary: "Remove a provider, and every link to it",
    request: { params: idParameter },
    responses: { ...nothing, ...failures(401, 403, 404, 503) },
  }),
};

export function identityProviderRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(routes.list, async (c) => c.json({ items: await listProviders(services, c.get("actor")) }, 200))
    .openapi(routes.create, async (c) =>
      c.json(await createProvider(services, c.get("actor"), c.req.valid("json")), 201),
    )
    .openapi(routes.change, async (c) =>
      c.json(await changeProvider(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(routes.remove, async (c) => {
      await removeProvider(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
