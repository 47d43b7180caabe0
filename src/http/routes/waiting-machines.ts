/** `/api/waiting-machines`: machines in quarantine, for administrators. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { machine } from "../../../protocol/rest/people.ts";
import { pageQuery } from "../../../protocol/rest/shapes.ts";
import { acceptRequest, waitingMachines } from "../../../protocol/rest/waiting-machines.ts";
import { acceptMachine } from "../../services/waiting-machines/accept-machine.ts";
import { listWaiting } from "../../services/waiting-machines/list-waiting.ts";
import { rejectMachine } from "../../services/waiting-machines/reject-machine.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Enrollment"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/waiting-machines",
  summary: "Machines that wait to be accepted, the longest waiting first",
  request: { query: pageQuery },
  responses: {
    200: json("a page of machines", named("WaitingMachines", waitingMachines)),
    ...failures(400, 401, 403, 503),
  },
});

const accept = createRoute({
  ...about,
  method: "post",
  path: "/api/waiting-machines/{id}/accept",
  summary: "Accept a machine, into a group or under another name if wanted",
  request: { params: idParameter, ...jsonBody(acceptRequest) },
  responses: { 200: json("the machine", named("Machine", machine)), ...failures(400, 401, 403, 404, 413, 503) },
});

const reject = createRoute({
  ...about,
  method: "delete",
  path: "/api/waiting-machines/{id}",
  summary: "Reject a machine: it is removed and its key is void",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

export function waitingMachineRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listWaiting(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(accept, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await acceptMachine(services, c.get("actor"), id, c.req.valid("json")), 200);
    })
    .openapi(reject, async (c) => {
      await rejectMachine(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
