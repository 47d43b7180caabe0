/** `/api/machines/bulk`. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { bulkAnswer, bulkRequest } from "../../../protocol/rest/machine-bulk.ts";
import { bulkMachines } from "../../services/machines/bulk/bulk-machines.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, jsonBody, named, signedIn } from "../route-shapes.ts";

const bulk = createRoute({
  tags: ["Machines"],
  security: signedIn,
  method: "post",
  path: "/api/machines/bulk",
  summary: "Tag, move, wake, update or remove many machines",
  description:
    "Each machine is authorized on its own and has a result of its own. What may be done is done in one transaction, but for waking, where each packet is its own.",
  request: jsonBody(bulkRequest),
  responses: { 200: json("a result for each machine", named("BulkAnswer", bulkAnswer)), ...failures(400, 401, 503) },
});

export function machineBulkRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter().openapi(bulk, async (c) =>
    c.json(await bulkMachines(services, c.get("actor"), c.req.valid("json")), 200),
  );
}
