/** `/api/scripts`: the library of saved scripts. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { savedScript, scriptPatch, scriptRequest } from "../../../protocol/rest/scripts.ts";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { createScript } from "../../services/scripts/create-script.ts";
import { getScript } from "../../services/scripts/get-script.ts";
import { listScripts } from "../../services/scripts/list-scripts.ts";
import { removeScript } from "../../services/scripts/remove-script.ts";
import { updateScript } from "../../services/scripts/update-script.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const shape = named("Script", savedScript);
const about = { tags: ["Scripts"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/scripts",
  summary: "Saved scripts, by name; for whoever may run scripts anywhere",
  request: { query: pageQuery },
  responses: { 200: json("a page of scripts", pageOf(shape)), ...failures(400, 401, 403, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/scripts",
  summary: "Save a script",
  request: jsonBody(scriptRequest),
  responses: { 201: json("the script", shape), ...failures(400, 401, 403, 413, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/scripts/{id}",
  summary: "One saved script",
  request: { params: idParameter },
  responses: { 200: json("the script", shape), ...failures(401, 403, 404, 503) },
});

const patch = createRoute({
  ...about,
  method: "patch",
  path: "/api/scripts/{id}",
  summary: "Change a saved script: its author, and administrators",
  request: { params: idParameter, ...jsonBody(scriptPatch) },
  responses: { 200: json("the script as it is now", shape), ...failures(400, 401, 403, 404, 413, 503) },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/scripts/{id}",
  summary: "Delete a saved script: its author, and administrators; its runs stay",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

export function scriptRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listScripts(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => c.json(await createScript(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(get, async (c) => c.json(await getScript(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(patch, async (c) =>
      c.json(await updateScript(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(remove, async (c) => {
      await removeScript(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
