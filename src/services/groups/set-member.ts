/** `PUT /api/groups/:id/members/:user_id`: makes a person a member, or changes what they may do. */
import { and, eq } from "drizzle-orm";
import { PERMISSIONS, type Permission } from "../../../protocol/permissions.ts";
import type { GroupMember } from "../../../protocol/rest/groups.ts";
import { groupMembers } from "../../db/schema/group-members.ts";
import { users } from "../../db/schema/users.ts";
import { followRights } from "../accounts/follow-rights.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { findGroup } from "./group-record.ts";

export type Membership = { groupId: string; userId: string };

export async function setMember(
  context: ServiceContext,
  actor: Actor,
  { groupId, userId }: Membership,
  wanted: readonly Permission[],
): Promise<GroupMember> {
  requireAllowed(actor, "groups.list", null);
  const permissions = PERMISSIONS.filter((permission) => wanted.includes(permission));
  const user = await context.db.transaction(async (tx) => {
    const group = await findGroup(tx, groupId);
    requireAllowed(actor, "group.see", { groupId }, "group");
    requireAllowed(actor, "group.change", { groupId }, "group");
    const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("key share");
    if (!user) throw notFound("user");
    const isIt = and(eq(groupMembers.groupId, groupId), eq(groupMembers.userId, userId));
    const [before] = await tx.select({ permissions: groupMembers.permissions }).from(groupMembers).where(isIt);
    await tx
      .insert(groupMembers)
      .values({ groupId, userId, permissions, createdAt: context.now() })
      .onConflictDoUpdate({ target: [groupMembers.groupId, groupMembers.userId], set: { permissions } });
    const target = { kind: "group", id: groupId, name: group.name };
    const details = {
      user_id: userId,
      user_name: user.name,
      permissions,
      permissions_before: before?.permissions ?? null,
    };
    await recordAudit(tx, actor, { action: "group.member_set", target, details }, context.now());
    return user;
  });
  context.events.publish({ type: "group.changed", groupId });
  context.events.publish({ type: "user.changed", userId });
  await followRights(context, [userId]);
  const { name, email, role, disabledAt } = user;
  return { user_id: userId, name, email, role, disabled: disabledAt !== null, permissions };
}
