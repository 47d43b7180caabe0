/** `/api/support-links`: "Help someone now", the technician's side. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { sessionTicket } from "../../../protocol/rest/people.ts";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { supportLink, supportLinkCreated, supportLinkRequest } from "../../../protocol/rest/support.ts";
import { cancelLink } from "../../services/support/cancel-link.ts";
import { connectLink } from "../../services/support/connect-link.ts";
import { createLink } from "../../services/support/create-link.ts";
import { listLinks } from "../../services/support/list-links.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";
import { withAbsoluteUrl } from "../viewer-url.ts";

const shape = named("SupportLink", supportLink);
const about = { tags: ["Support links"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/support-links",
  summary: "The caller's own support links of the last day, newest first",
  request: { query: pageQuery },
  responses: { 200: json("a page of support links", pageOf(shape)), ...failures(400, 401, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/support-links",
  summary: "Make a link by which one person gets help, once",
  request: jsonBody(supportLinkRequest),
  responses: {
    201: json("the link; its address and code are told once", named("SupportLinkCreated", supportLinkCreated)),
    ...failures(400, 401, 403, 503),
  },
});

const cancel = createRoute({
  ...about,
  method: "delete",
  path: "/api/support-links/{id}",
  summary: "Cancel a link; a session that has begun goes on",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 404, 503) },
});

const connect = createRoute({
  ...about,
  method: "post",
  path: "/api/support-links/{id}/session",
  summary: "Go to the person whose agent runs: they are asked",
  request: { params: idParameter },
  responses: {
    201: json("what opens the viewer; the token is told once", named("SessionTicket", sessionTicket)),
    ...failures(401, 403, 404, 409, 410, 503),
  },
});

export function supportLinkRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listLinks(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => {
      const link = await createLink(services, c.get("actor"), c.req.valid("json"));
      return c.json({ ...link, url: c.get("client").origin + link.url }, 201);
    })
    .openapi(cancel, async (c) => {
      await cancelLink(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(connect, async (c) => {
      const ticket = await connectLink(services, c.get("actor"), c.req.valid("param").id);
      return c.json(withAbsoluteUrl(ticket, c.get("client")), 201);
    });
}
