/** `/api/users`: everybody with an account, for administrators. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { passwordReset, user, userPatch } from "../../../protocol/rest/users.ts";
import { makeReset } from "../../services/password-resets/make-reset.ts";
import { getUser } from "../../services/users/get-user.ts";
import { listUsers } from "../../services/users/list-users.ts";
import { removeUser } from "../../services/users/remove-user.ts";
import { updateUser } from "../../services/users/update-user.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const shape = named("User", user);
const about = { tags: ["Users"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/users",
  summary: "Everybody with an account, by name",
  request: { query: pageQuery },
  responses: { 200: json("a page of users", pageOf(shape)), ...failures(400, 401, 403, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/users/{id}",
  summary: "One user, with their groups",
  request: { params: idParameter },
  responses: { 200: json("the user", shape), ...failures(401, 403, 404, 503) },
});

const patch = createRoute({
  ...about,
  method: "patch",
  path: "/api/users/{id}",
  summary: "Change a user's name or role, disable or enable them",
  description: "The last enabled administrator stays one: 409 `last_administrator`.",
  request: { params: idParameter, ...jsonBody(userPatch) },
  responses: { 200: json("the user as they are now", shape), ...failures(400, 401, 403, 404, 409, 503) },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/users/{id}",
  summary: "Remove an account; the history of its sessions stays",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 409, 503) },
});

const reset = createRoute({
  ...about,
  method: "post",
  path: "/api/users/{id}/password-reset",
  summary: "Make a link by which the user sets a new password, once, within a day",
  request: { params: idParameter },
  responses: {
    201: json("the link, told once, and whether it was mailed", named("PasswordReset", passwordReset)),
    ...failures(401, 403, 404, 503),
  },
});

export function userRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listUsers(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(get, async (c) => c.json(await getUser(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(patch, async (c) =>
      c.json(await updateUser(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(remove, async (c) => {
      await removeUser(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(reset, async (c) => {
      const { origin } = c.get("client");
      return c.json(await makeReset(services, c.get("actor"), c.req.valid("param").id, origin), 201);
    });
}
