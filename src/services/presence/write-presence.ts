/** One batch of presence: one statement, then an event for each machine that came or went. */
import { inArray } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import type { ServiceContext } from "../context.ts";
import { machineColumns } from "../machines/machine-record.ts";
import type { PresenceBatch } from "./presence.ts";

type Needs = Pick<ServiceContext, "db" | "live" | "events">;

export async function writePresence({ db, live, events }: Needs, batch: PresenceBatch): Promise<void> {
  const records = await db
    .update(machines)
    .set({ lastSeenAt: batch.at })
    .where(inArray(machines.id, [...batch.changed, ...batch.seen]))
    .returning(machineColumns);
  const changed = new Set(batch.changed);
  for (const machine of records) {
    if (!changed.has(machine.id)) continue;
    events.publish({ type: live.isMachineOnline(machine.id) ? "machine.online" : "machine.offline", machine });
  }
}
