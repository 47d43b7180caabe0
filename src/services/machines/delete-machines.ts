/** How machines go: keys void, live sessions ended, each on record; and who is told once that is for good. */
import { and, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { type SessionRow, sessions } from "../../db/schema/sessions.ts";
import type { Actor } from "../actor.ts";
import { recordAudits } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import type { MachineRecord } from "./machine-record.ts";

const ENDED_BY = "machine removed";

export type Removed = { machines: readonly MachineRecord[]; ended: readonly SessionRow[] };

/** The caller authorizes. */
export async function deleteMachines(
  context: ServiceContext,
  tx: Transaction,
  actor: Actor,
  going: readonly MachineRecord[],
): Promise<Removed> {
  if (going.length === 0) return { machines: [], ended: [] };
  const ids = going.map(({ id }) => id);
  const ended = await tx
    .update(sessions)
    .set({ endedAt: context.now(), endedBy: ENDED_BY })
    .where(and(inArray(sessions.machineId, ids), isNull(sessions.endedAt)))
    .returning();
  await tx.delete(machines).where(inArray(machines.id, ids));
  const entries = going.map(({ id, name }) => ({
    action: "machine.removed" as const,
    target: { kind: "machine", id, name },
  }));
  await recordAudits(tx, actor, entries, context.now());
  return { machines: going, ended };
}

/** After the commit. */
export function tellRemoved(context: ServiceContext, removed: Removed): void {
  for (const { id } of removed.machines) {
    context.live.dropMachine(id);
    context.presence.forget(id);
  }
  const groups = new Map(removed.machines.map(({ id, groupId }) => [id, groupId]));
  for (const session of removed.ended) {
    // What it still sends of its files and the like is wanted no more.
    context.streams.endSession(session.id);
    const machineGroupId = groups.get(session.machineId) ?? null;
    context.events.publish({ type: "session.ended", session: { ...session, machineGroupId } });
  }
  for (const { id, groupId } of removed.machines) {
    context.events.publish({ type: "machine.removed", machineId: id, groupId });
  }
}
