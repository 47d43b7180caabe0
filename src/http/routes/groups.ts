/** `/api/groups`: groups of machines, and who may do what on them. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  group,
  groupDetails,
  groupMember,
  groupPatch,
  groupRequest,
  memberRequest,
} from "../../../protocol/rest/groups.ts";
import { id, pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import { createGroup } from "../../services/groups/create-group.ts";
import { getGroup } from "../../services/groups/get-group.ts";
import { listGroups } from "../../services/groups/list-groups.ts";
import { removeGroup } from "../../services/groups/remove-group.ts";
import { removeMember } from "../../services/groups/remove-member.ts";
import { setMember } from "../../services/groups/set-member.ts";
import { updateGroup } from "../../services/groups/update-group.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const shape = named("Group", group);
const about = { tags: ["Groups"], security: signedIn };
const memberParameters = z.object({ id, user_id: id });

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/groups",
  summary: "Groups by name: all for administrators, one's own for everybody else",
  request: { query: pageQuery },
  responses: { 200: json("a page of groups", pageOf(shape)), ...failures(400, 401, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/groups",
  summary: "Make a group",
  request: jsonBody(groupRequest),
  responses: { 201: json("the group", shape), ...failures(400, 401, 403, 409, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/groups/{id}",
  summary: "One group; with its members for administrators",
  request: { params: idParameter },
  responses: { 200: json("the group", named("GroupDetails", groupDetails)), ...failures(401, 404, 503) },
});

const patch = createRoute({
  ...about,
  method: "patch",
  path: "/api/groups/{id}",
  summary: "Rename a group",
  request: { params: idParameter, ...jsonBody(groupPatch) },
  responses: { 200: json("the group as it is now", shape), ...failures(400, 401, 403, 404, 409, 503) },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/groups/{id}",
  summary: "Remove a group: its memberships go, its machines stay with the administrators",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

const putMember = createRoute({
  ...about,
  method: "put",
  path: "/api/groups/{id}/members/{user_id}",
  summary: "Make a person a member, or change what they may do; holds on open sockets within 5 s",
  request: { params: memberParameters, ...jsonBody(memberRequest) },
  responses: { 200: json("the membership", named("GroupMember", groupMember)), ...failures(400, 401, 403, 404, 503) },
});

const deleteMember = createRoute({
  ...about,
  method: "delete",
  path: "/api/groups/{id}/members/{user_id}",
  summary: "End a membership; open viewers of its machines close within 5 s",
  request: { params: memberParameters },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

export function groupRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  const membership = ({ id, user_id }: z.infer<typeof memberParameters>) => ({ groupId: id, userId: user_id });
  return createRouter()
    .openapi(list, async (c) => c.json(await listGroups(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => c.json(await createGroup(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(get, async (c) => c.json(await getGroup(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(patch, async (c) =>
      c.json(await updateGroup(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(remove, async (c) => {
      await removeGroup(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(putMember, async (c) => {
      const { permissions } = c.req.valid("json");
      return c.json(await setMember(services, c.get("actor"), membership(c.req.valid("param")), permissions), 200);
    })
    .openapi(deleteMember, async (c) => {
      await removeMember(services, c.get("actor"), membership(c.req.valid("param")));
      return c.body(null, 204);
    });
}
