/** `GET /api/groups/:id`; with its members for who administers it. */
import { asc, eq } from "drizzle-orm";
import type { GroupDetails, GroupMember } from "../../../protocol/rest/groups.ts";
import { groupMembers } from "../../db/schema/group-members.ts";
import { users } from "../../db/schema/users.ts";
import { type Actor, personOf } from "../actor.ts";
import { authorize, requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findGroup, shapeGroup } from "./group-record.ts";

export async function getGroup(context: ServiceContext, actor: Actor, id: string): Promise<GroupDetails> {
  requireAllowed(actor, "groups.list", null);
  const group = await findGroup(context.db, id);
  requireAllowed(actor, "group.see", { groupId: id }, "group");
  const shape = shapeGroup(personOf(actor), group);
  if (authorize(actor, "group.change", { groupId: id }) !== "allowed") return shape;
  return { ...shape, members: await membersOf(context, id) };
}

async function membersOf({ db }: ServiceContext, groupId: string): Promise<GroupMember[]> {
  const rows = await db
    .select({ user: users, permissions: groupMembers.permissions })
    .from(groupMembers)
    .innerJoin(users, eq(users.id, groupMembers.userId))
    .where(eq(groupMembers.groupId, groupId))
    .orderBy(asc(users.name), asc(users.id));
  return rows.map(({ user, permissions }) => ({
    user_id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    disabled: user.disabledAt !== null,
    permissions,
  }));
}
