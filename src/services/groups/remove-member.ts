/** `DELETE /api/groups/:id/members/:user_id`: the person sees the group's machines no more, and is put out of their sessions. */
import { and, eq } from "drizzle-orm";
import { groupMembers } from "../../db/schema/group-members.ts";
import { users } from "../../db/schema/users.ts";
import { followRights } from "../accounts/follow-rights.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { findGroup } from "./group-record.ts";
import type { Membership } from "./set-member.ts";

export async function removeMember(
  context: ServiceContext,
  actor: Actor,
  { groupId, userId }: Membership,
): Promise<void> {
  requireAllowed(actor, "groups.list", null);
  await context.db.transaction(async (tx) => {
    const group = await findGroup(tx, groupId);
    requireAllowed(actor, "group.see", { groupId }, "group");
    requireAllowed(actor, "group.change", { groupId }, "group");
    const [removed] = await tx
      .delete(groupMembers)
      .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.userId, userId)))
      .returning({ permissions: groupMembers.permissions });
    if (!removed) throw notFound("member of this group");
    const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
    const target = { kind: "group", id: groupId, name: group.name };
    const details = { user_id: userId, user_name: user?.name ?? "", permissions_before: removed.permissions };
    await recordAudit(tx, actor, { action: "group.member_removed", target, details }, context.now());
  });
  context.events.publish({ type: "group.changed", groupId });
  context.events.publish({ type: "user.changed", userId });
  await followRights(context, [userId]);
}
