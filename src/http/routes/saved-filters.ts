/** `/api/saved-filters`: a person's own names for views of the machines. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { savedFilter, savedFilterList, savedFilterRequest } from "../../../protocol/rest/saved-filters.ts";
import { listFilters } from "../../services/saved-filters/list-filters.ts";
import { removeFilter } from "../../services/saved-filters/remove-filter.ts";
import { saveFilter } from "../../services/saved-filters/save-filter.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Machines"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/saved-filters",
  summary: "The caller's own saved filters, by name: all of them",
  responses: { 200: json("the filters", savedFilterList), ...failures(401, 503) },
});

const save = createRoute({
  ...about,
  method: "post",
  path: "/api/saved-filters",
  summary: "Save a filter; under a name that is there already it takes that one's place",
  request: jsonBody(savedFilterRequest),
  responses: { 201: json("the filter", named("SavedFilter", savedFilter)), ...failures(400, 401, 409, 413, 503) },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/saved-filters/{id}",
  summary: "Remove a saved filter",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 404, 503) },
});

export function savedFilterRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json({ items: await listFilters(services, c.get("actor")), next_cursor: null }, 200))
    .openapi(save, async (c) => c.json(await saveFilter(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(remove, async (c) => {
      await removeFilter(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
