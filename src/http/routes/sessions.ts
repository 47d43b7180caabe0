/** `/api/sessions`. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import {
  joinLiveRequest,
  joinRequest,
  session,
  sessionFilter,
  sessionPatch,
  sessionQuery,
  sessionTicket,
} from "../../../protocol/rest/people.ts";
import { pageOf } from "../../../protocol/rest/shapes.ts";
import { endSession } from "../../services/sessions/end-session.ts";
import { exportSessions } from "../../services/sessions/export-sessions.ts";
import { getSession } from "../../services/sessions/get-session.ts";
import { joinByCode } from "../../services/sessions/join-by-code.ts";
import { joinLive } from "../../services/sessions/join-live.ts";
import { listSessions } from "../../services/sessions/list-sessions.ts";
import { updateSession } from "../../services/sessions/update-session.ts";
import { sendCsv, tableAnswer } from "../csv-answer.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";
import { withAbsoluteUrl } from "../viewer-url.ts";

const shape = named("Session", session);
const ticketShape = json("what opens the viewer; the token is told once", named("SessionTicket", sessionTicket));
const about = { tags: ["Sessions"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/sessions",
  summary: "Support sessions, newest first",
  request: { query: sessionQuery },
  responses: { 200: json("a page of sessions", pageOf(shape)), ...failures(400, 401, 503) },
});

const csv = createRoute({
  ...about,
  method: "get",
  path: "/api/sessions.csv",
  summary: "All sessions that the filter leaves, as a table",
  description: "RFC 4180. A cell that a spreadsheet would run begins with an apostrophe.",
  request: { query: sessionFilter },
  responses: { 200: tableAnswer, ...failures(400, 401, 503) },
});

const join = createRoute({
  ...about,
  method: "post",
  path: "/api/sessions/join",
  summary: "Start a session by the code that the machine's user reads out",
  request: jsonBody(joinRequest),
  responses: { 201: ticketShape, ...failures(400, 401, 404, 409, 429, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/sessions/{id}",
  summary: "One session",
  request: { params: idParameter },
  responses: { 200: json("the session", shape), ...failures(401, 404, 503) },
});

const patch = createRoute({
  ...about,
  method: "patch",
  path: "/api/sessions/{id}",
  summary: "Write a session's notes",
  request: { params: idParameter, ...jsonBody(sessionPatch) },
  responses: { 200: json("the session as it is now", shape), ...failures(400, 401, 403, 404, 503) },
});

const end = createRoute({
  ...about,
  method: "delete",
  path: "/api/sessions/{id}",
  summary: "End a session for everybody in it",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

const joinRunning = createRoute({
  ...about,
  method: "post",
  path: "/api/sessions/{id}/join",
  summary: "Get a further ticket for a session that runs",
  request: { params: idParameter, ...jsonBody(joinLiveRequest) },
  responses: { 201: ticketShape, ...failures(401, 403, 404, 410, 503) },
});

export function sessionRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listSessions(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(csv, (c) => {
      const day = services.now().toISOString().slice(0, 10);
      const text = exportSessions(services, c.get("actor"), c.req.valid("query"));
      return sendCsv(c, `sessions ${day}.csv`, text) as never;
    })
    .openapi(join, async (c) => {
      const ticket = await joinByCode(services, c.get("actor"), c.req.valid("json"));
      return c.json(withAbsoluteUrl(ticket, c.get("client")), 201);
    })
    .openapi(get, async (c) => c.json(await getSession(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(patch, async (c) =>
      c.json(await updateSession(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(end, async (c) => {
      await endSession(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(joinRunning, async (c) => {
      const ticket = await joinLive(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json"));
      return c.json(withAbsoluteUrl(ticket, c.get("client")), 201);
    });
}
