/** The hardware that a machine's agent runs on is kept, so that a copy of its disk can be told from it. */
import { and, eq, isNull } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import type { Agent } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";

/** @param before what was kept when the agent came in: whoever else changed it meanwhile was right */
export async function keepHardware(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  agent: Agent,
  hardwareId: string,
  before: string | null,
): Promise<void> {
  const isAsBefore = before === null ? isNull(machines.hardwareId) : eq(machines.hardwareId, before);
  await db.transaction(async (tx) => {
    const [kept] = await tx
      .update(machines)
      .set({ hardwareId })
      .where(and(eq(machines.id, agent.machineId), isAsBefore))
      .returning({ id: machines.id, name: machines.name });
    if (!kept || before === null) return;
    const target = { kind: "machine", id: kept.id, name: kept.name };
    await recordAudit(tx, agent, { action: "machine.hardware_changed", target }, now());
  });
}
