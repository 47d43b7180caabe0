/** `DELETE /api/groups/:id`: its memberships go with it; its machines stay, without a group the administrators' alone. */
import { eq } from "drizzle-orm";
import { groupMembers } from "../../db/schema/group-members.ts";
import { groups } from "../../db/schema/groups.ts";
import { machines } from "../../db/schema/machines.ts";
import { followRights } from "../accounts/follow-rights.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { machineColumns } from "../machines/machine-record.ts";
import { findGroup } from "./group-record.ts";

export async function removeGroup(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "groups.list", null);
  const { freed, members } = await context.db.transaction(async (tx) => {
    // Nothing comes into the group any more: who would put something there waits for the commit, and finds none.
    await tx.select({ id: groups.id }).from(groups).where(eq(groups.id, id)).for("update");
    const { name } = await findGroup(tx, id);
    requireAllowed(actor, "group.see", { groupId: id }, "group");
    requireAllowed(actor, "group.change", { groupId: id }, "group");
    const freed = await tx
      .update(machines)
      .set({ groupId: null, updatedAt: context.now() })
      .where(eq(machines.groupId, id))
      .returning(machineColumns);
    const members = await tx
      .delete(groupMembers)
      .where(eq(groupMembers.groupId, id))
      .returning({ userId: groupMembers.userId });
    await tx.delete(groups).where(eq(groups.id, id));
    const details = { machines: freed.length, members: members.length };
    await recordAudit(
      tx,
      actor,
      { action: "group.removed", target: { kind: "group", id, name }, details },
      context.now(),
    );
    return { freed, members };
  });
  context.events.publish({ type: "group.changed", groupId: id });
  for (const machine of freed) context.events.publish({ type: "machine.updated", machine, previousGroupId: id });
  await followRights(
    context,
    members.map(({ userId }) => userId),
  );
}
