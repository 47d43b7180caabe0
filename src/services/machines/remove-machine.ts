/** `DELETE /api/machines/:id`: its key is void, its live sessions end; the history of its sessions stays. */
import { and, eq, isNull } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findMachine } from "./find-machine.ts";

const ENDED_BY = "machine removed";

export async function removeMachine(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "machines.list", null);
  const { machine, ended } = await context.db.transaction(async (tx) => {
    const machine = await findMachine(tx, id);
    requireAllowed(actor, "machine.see", machine, "machine");
    requireAllowed(actor, "machine.remove", machine, "machine");
    const ended = await tx
      .update(sessions)
      .set({ endedAt: context.now(), endedBy: ENDED_BY })
      .where(and(eq(sessions.machineId, id), isNull(sessions.endedAt)))
      .returning();
    await tx.delete(machines).where(eq(machines.id, id));
    const target = { kind: "machine", id, name: machine.name };
    await recordAudit(tx, actor, { action: "machine.removed", target }, context.now());
    return { machine, ended };
  });
  context.live.dropMachine(machine.id);
  context.presence.forget(machine.id);
  for (const session of ended) {
    context.events.publish({ type: "session.ended", session: { ...session, machineGroupId: machine.groupId } });
  }
  context.events.publish({ type: "machine.removed", machineId: machine.id, groupId: machine.groupId });
}
