/** `/api/invites`: the way to every account but the first. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { invite, inviteCreated, inviteRequest, openInvite as openShape } from "../../../protocol/rest/invites.ts";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { createInvite } from "../../services/invites/create-invite.ts";
import { listInvites } from "../../services/invites/list-invites.ts";
import { openInvite } from "../../services/invites/open-invite.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { revokeInvite } from "../../services/invites/revoke-invite.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import {
  createRouter,
  failures,
  idParameter,
  json,
  jsonBody,
  named,
  nothing,
  signedIn,
  tokenParameter,
} from "../route-shapes.ts";

const about = { tags: ["Invites"], security: signedIn };
const made = json("the invitation; its link is told once", named("InviteCreated", inviteCreated));

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/invites",
  summary: "Invitations, newest first",
  request: { query: pageQuery },
  responses: { 200: json("a page of invitations", pageOf(named("Invite", invite))), ...failures(400, 401, 403, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/invites",
  summary: "Invite somebody: good for a week, mailed where the server sends mail",
  description: "Voids an earlier invitation to the same address. 409 `email_taken` where it has an account.",
  request: jsonBody(inviteRequest),
  responses: { 201: made, ...failures(400, 401, 403, 409, 503) },
});

const resend = createRoute({
  ...about,
  method: "post",
  path: "/api/invites/{id}/resend",
  summary: "Make a new link for an invitation, good for a week; the one before is void",
  request: { params: idParameter },
  responses: { 201: made, ...failures(401, 403, 404, 409, 503) },
});

const revoke = createRoute({
  ...about,
  method: "delete",
  path: "/api/invites/{id}",
  summary: "Revoke an invitation",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

const byToken = createRoute({
  tags: ["Invites"],
  method: "get",
  path: "/api/invites/by-token/{token}",
  summary: "What whoever has the link is told",
  request: { params: tokenParameter },
  responses: { 200: json("who invites whom", named("OpenInvite", openShape)), ...failures(404, 429, 503) },
});

export function inviteRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listInvites(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => {
      const { origin } = c.get("client");
      return c.json(await createInvite(services, c.get("actor"), c.req.valid("json"), origin), 201);
    })
    .openapi(resend, async (c) => {
      const { origin } = c.get("client");
      return c.json(await resendInvite(services, c.get("actor"), c.req.valid("param").id, origin), 201);
    })
    .openapi(revoke, async (c) => {
      await revokeInvite(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}

/** Without a sign-in. */
export function publicInviteRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter().openapi(byToken, async (c) => {
    const { address } = c.get("client");
    return c.json(await openInvite(services, { kind: "nobody", address }, c.req.valid("param").token), 200);
  });
}
