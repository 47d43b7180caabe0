/** Many machines into a group, or out of any. */
import { inArray } from "drizzle-orm";
import { machines } from "../../../db/schema/machines.ts";
import type { Actor } from "../../actor.ts";
import { recordAudits } from "../../audit/record.ts";
import { requireAllowed } from "../../authorize.ts";
import type { ServiceContext } from "../../context.ts";
import { recheckViewers } from "../../sessions/recheck-viewers.ts";
import { requireGroup } from "../find-group.ts";
import { judgeMachines, type Refused, readMachines, targetOf } from "./judge-machines.ts";

export async function moveMachines(
  context: ServiceContext,
  actor: Actor,
  ids: readonly string[],
  toGroupId: string | null,
): Promise<Refused> {
  const { refused, moved, before } = await context.db.transaction(async (tx) => {
    const { allowed, refused } = await judgeMachines(tx, actor, ids, (machine) =>
      requireAllowed(actor, "machine.move", { ...machine, toGroupId }, "machine"),
    );
    const moving = allowed.filter(({ groupId }) => groupId !== toGroupId);
    const before = new Map(moving.map(({ id, groupId }) => [id, groupId]));
    if (moving.length === 0) return { refused, moved: [], before };
    if (toGroupId !== null) await requireGroup(tx, toGroupId);
    await tx
      .update(machines)
      .set({ groupId: toGroupId, updatedAt: context.now() })
      .where(inArray(machines.id, [...before.keys()]));
    const moved = await readMachines(tx, [...before.keys()]);
    const details = { changed: ["group_id"], group_id: toGroupId };
    const entries = moved.map((machine) => ({
      action: "machine.changed" as const,
      target: targetOf(machine),
      details,
    }));
    await recordAudits(tx, actor, entries, context.now());
    return { refused, moved, before };
  });
  for (const machine of moved) {
    context.events.publish({ type: "machine.updated", machine, previousGroupId: before.get(machine.id) ?? null });
  }
  // Who no longer reaches them, or not as far, is put out of their live sessions.
  if (moved.some(({ activeSessions }) => activeSessions.length > 0)) await recheckViewers(context);
  return refused;
}
