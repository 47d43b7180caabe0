/** `/api/machines`. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import {
  machine,
  machinePatch,
  machineQuery,
  sessionRequest,
  sessionTicket,
  wakeSent,
} from "../../../protocol/rest/people.ts";
import { pageOf } from "../../../protocol/rest/shapes.ts";
import { getMachine } from "../../services/machines/get-machine.ts";
import { listMachines } from "../../services/machines/list-machines.ts";
import { removeMachine } from "../../services/machines/remove-machine.ts";
import { updateMachine } from "../../services/machines/update-machine.ts";
import { wakeMachine } from "../../services/machines/wake-machine.ts";
import { startSession } from "../../services/sessions/start-session.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";
import { withAbsoluteUrl } from "../viewer-url.ts";

const shape = named("Machine", machine);
const about = { tags: ["Machines"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/machines",
  summary: "Machines that the caller may see, by name",
  request: { query: machineQuery },
  responses: { 200: json("a page of machines", pageOf(shape)), ...failures(400, 401, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/machines/{id}",
  summary: "One machine",
  request: { params: idParameter },
  responses: { 200: json("the machine", shape), ...failures(401, 404, 503) },
});

const patch = createRoute({
  ...about,
  method: "patch",
  path: "/api/machines/{id}",
  summary: "Rename, tag, annotate or move a machine",
  request: { params: idParameter, ...jsonBody(machinePatch) },
  responses: { 200: json("the machine as it is now", shape), ...failures(400, 401, 403, 404, 503) },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/machines/{id}",
  summary: "Remove a machine: its key is void, its sessions end",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

const connect = createRoute({
  ...about,
  method: "post",
  path: "/api/machines/{id}/sessions",
  summary: "Start a support session on a machine",
  request: { params: idParameter, ...jsonBody(sessionRequest) },
  responses: {
    201: json("what opens the viewer; the token is told once", named("SessionTicket", sessionTicket)),
    ...failures(401, 403, 404, 409, 503),
  },
});

const wake = createRoute({
  ...about,
  method: "post",
  path: "/api/machines/{id}/wake",
  summary: "Wake a machine over the network",
  description:
    "From this server, and by an agent of the same subnet where one is online. Nothing tells whether it worked but the machine that comes online.",
  request: { params: idParameter },
  responses: { 202: json("how it was sent, and to which addresses", wakeSent), ...failures(401, 403, 404, 409, 503) },
});

export function machineRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listMachines(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(get, async (c) => c.json(await getMachine(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(patch, async (c) =>
      c.json(await updateMachine(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(remove, async (c) => {
      await removeMachine(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(wake, async (c) => c.json(await wakeMachine(services, c.get("actor"), c.req.valid("param").id), 202))
    .openapi(connect, async (c) => {
      const ticket = await startSession(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json"));
      return c.json(withAbsoluteUrl(ticket, c.get("client")), 201);
    });
}
