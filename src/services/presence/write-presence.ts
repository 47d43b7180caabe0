/** One batch of presence: one statement, then an event for each machine that came or went. */
import { inArray } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import type { ServiceContext } from "../context.ts";
import { machineColumns } from "../machines/machine-record.ts";
import { noteVisitors } from "../support/end-visits.ts";
import type { PresenceBatch } from "./presence.ts";

type Needs = Pick<ServiceContext, "db" | "live" | "events" | "presence" | "now">;

export async function writePresence(context: Needs, batch: PresenceBatch): Promise<void> {
  const { db, live, events } = context;
  const records = await db
    .update(machines)
    .set({ lastSeenAt: batch.at })
    .where(inArray(machines.id, [...batch.changed, ...batch.seen]))
    .returning(machineColumns);
  const changed = new Set(batch.changed);
  const visitors = records.filter(({ id, isTemporary }) => isTemporary && changed.has(id));
  if (visitors.length > 0)
    await noteVisitors(
      context,
      visitors.map(({ id }) => id),
    );
  for (const machine of records) {
    if (!changed.has(machine.id)) continue;
    events.publish({ type: live.isMachineOnline(machine.id) ? "machine.online" : "machine.offline", machine });
  }
}
