/** `PATCH /api/groups/:id`: its name. */
import { eq } from "drizzle-orm";
import type { Group } from "../../../protocol/rest/groups.ts";
import { groups } from "../../db/schema/groups.ts";
import { machines } from "../../db/schema/machines.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { machineColumns } from "../machines/machine-record.ts";
import { findGroup, shapeGroup, withFreeName } from "./group-record.ts";

export async function updateGroup(
  context: ServiceContext,
  actor: Actor,
  id: string,
  patch: { name?: string },
): Promise<Group> {
  requireAllowed(actor, "groups.list", null);
  const group = await withFreeName(patch.name ?? "", () =>
    context.db.transaction(async (tx) => {
      const before = await findGroup(tx, id);
      requireAllowed(actor, "group.see", { groupId: id }, "group");
      requireAllowed(actor, "group.change", { groupId: id }, "group");
      const name = patch.name ?? before.name;
      if (name === before.name) return before;
      await tx.update(groups).set({ name }).where(eq(groups.id, id));
      const target = { kind: "group", id, name };
      const details = { name_before: before.name };
      await recordAudit(tx, actor, { action: "group.renamed", target, details }, context.now());
      return { ...before, name };
    }),
  );
  context.events.publish({ type: "group.changed", groupId: id });
  // Machines are shown with their group's name.
  const named = await context.db.select(machineColumns).from(machines).where(eq(machines.groupId, id));
  for (const machine of named) context.events.publish({ type: "machine.updated", machine, previousGroupId: id });
  return shapeGroup(personOf(actor), group);
}
