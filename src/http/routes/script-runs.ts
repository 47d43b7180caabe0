/** `/api/script-runs`: a script on many machines at once, each with a result of its own. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  runOutput,
  runOutputQuery,
  scriptRun,
  scriptRunDetail,
  scriptRunQuery,
  scriptRunRequest,
} from "../../../protocol/rest/scripts.ts";
import { id, pageOf } from "../../../protocol/rest/shapes.ts";
import { createRun } from "../../services/script-runs/create-run.ts";
import { getRun } from "../../services/script-runs/get-run.ts";
import { getRunOutput } from "../../services/script-runs/get-run-output.ts";
import { listRuns } from "../../services/script-runs/list-runs.ts";
import { stopRun } from "../../services/script-runs/stop-run.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const shape = named("ScriptRun", scriptRun);
const about = { tags: ["Scripts"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/script-runs",
  summary: "Runs, newest first: the caller's own, administrators everybody's",
  request: { query: scriptRunQuery },
  responses: { 200: json("a page of runs", pageOf(shape)), ...failures(400, 401, 403, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/script-runs",
  summary: "Run a script on machines: allowed on all of them, or not begun",
  request: jsonBody(scriptRunRequest),
  responses: { 201: json("the run, which goes on", shape), ...failures(400, 401, 403, 404, 413, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/script-runs/{id}",
  summary: "One run, with what became of it on each machine",
  request: { params: idParameter },
  responses: {
    200: json("the run", named("ScriptRunDetail", scriptRunDetail)),
    ...failures(401, 403, 404, 503),
  },
});

const output = createRoute({
  ...about,
  method: "get",
  path: "/api/script-runs/{id}/machines/{machine_id}/output",
  summary: "What it said on one machine, from a place on; also while it runs",
  request: { params: z.object({ id, machine_id: id }), query: runOutputQuery },
  responses: { 200: json("the output", named("RunOutput", runOutput)), ...failures(400, 401, 403, 404, 503) },
});

const stop = createRoute({
  ...about,
  method: "post",
  path: "/api/script-runs/{id}/stop",
  summary: "Stop it on one machine, or wherever it is not over: with all that it started",
  request: { params: idParameter, ...jsonBody(z.object({ machine_id: id.nullish() })) },
  responses: { ...nothing, ...failures(400, 401, 403, 404, 409, 413, 503) },
});

export function scriptRunRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listRuns(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => c.json(await createRun(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(get, async (c) => c.json(await getRun(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(output, async (c) => {
      const { id: runId, machine_id: machineId } = c.req.valid("param");
      const { offset } = c.req.valid("query");
      return c.json(await getRunOutput(services, c.get("actor"), { runId, machineId, offset }), 200);
    })
    .openapi(stop, async (c) => {
      const machineId = c.req.valid("json").machine_id ?? undefined;
      await stopRun(services, c.get("actor"), { runId: c.req.valid("param").id, machineId });
      return c.body(null, 204);
    });
}
