/** What an agent tells of its machine. Written only where it differs: most heartbeats change nothing. */
import { and, desc, eq } from "drizzle-orm";
import { type HeartbeatRequest, machineInventory } from "../../../protocol/rest/agent.ts";
import type { Transaction } from "../../db/database.ts";
import { auditLog } from "../../db/schema/audit-log.ts";
import { machines } from "../../db/schema/machines.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { type MachineRecord, machineColumns } from "../machines/machine-record.ts";

export async function applyAgentFacts(
  context: Pick<ServiceContext, "db" | "events" | "now">,
  machine: MachineRecord,
  told: HeartbeatRequest,
  { address }: { address: string | null },
): Promise<void> {
  const facts = factsOf(machine, told, context.now());
  const changes = Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => !Bun.deepEquals(value, machine[name as keyof typeof facts])),
  );
  if (Object.keys(changes).length === 0) return;
  const after = await context.db.transaction(async (tx) => {
    const [after] = await tx
      .update(machines)
      .set({ ...changes, updatedAt: context.now() })
      .where(eq(machines.id, machine.id))
      .returning(machineColumns);
    const isReplaced = after && after.agentVersion !== machine.agentVersion;
    if (isReplaced && !(await isTold(tx, machine.id, context.now()))) {
      const actor = { kind: "agent" as const, machineId: machine.id, name: machine.name, address };
      const target = { kind: "machine", id: machine.id, name: machine.name };
      const details = { from: machine.agentVersion, to: after.agentVersion };
      await recordAudit(tx, actor, { action: "machine.agent_changed", target, details }, context.now());
    }
    return after;
  });
  // Removed meanwhile: its next request finds the key gone.
  if (after) context.events.publish({ type: "machine.updated", machine: after, previousGroupId: after.groupId });
}

/** An agent is replaced now and then; the log, which nothing is taken out of, is not for one that says so all the time. */
const MAX_REPLACED = 10;
const REPLACED_WITHIN_MS = 60 * 60_000;

async function isTold(tx: Transaction, machineId: string, now: Date): Promise<boolean> {
  const [oldest] = await tx
    .select({ at: auditLog.at })
    .from(auditLog)
    .where(and(eq(auditLog.targetId, machineId), eq(auditLog.action, "machine.agent_changed")))
    .orderBy(desc(auditLog.position))
    .limit(1)
    .offset(MAX_REPLACED - 1);
  return oldest !== undefined && now.getTime() - oldest.at.getTime() < REPLACED_WITHIN_MS;
}

/** That the same was told again is worth a write no more often than this. */
const TOLD_AGAIN_MS = 10 * 60_000;

/** What is left out stays as it was. */
function inventoryAfter({ inventory }: MachineRecord, told: HeartbeatRequest, now: Date): MachineRecord["inventory"] {
  const facts = machineInventory.parse(told);
  if (Object.keys(facts).length === 0) return inventory;
  const after = { ...inventory, ...facts };
  const toldAt = inventory?.told_at;
  const isNew = toldAt === undefined || now.getTime() - Date.parse(toldAt) >= TOLD_AGAIN_MS;
  if (!isNew && Bun.deepEquals(after, inventory)) return inventory;
  return { ...after, told_at: now.toISOString() };
}

function factsOf(machine: MachineRecord, told: HeartbeatRequest, now: Date) {
  return {
    agentVersion: told.agent_version,
    hostname: told.hostname ?? machine.hostname,
    os: told.os ?? machine.os,
    osVersion: told.os_version ?? machine.osVersion,
    arch: told.arch ?? machine.arch,
    loggedInUser: told.logged_in_user === undefined ? machine.loggedInUser : told.logged_in_user,
    // Another one is for the relay to judge: it may be a copy's.
    hardwareId: machine.hardwareId ?? told.hardware_id ?? null,
    macAddresses: told.mac_addresses ?? machine.macAddresses,
    // Another version is the answer to who asked, whichever it is.
    updateAskedAt: told.agent_version === machine.agentVersion ? machine.updateAskedAt : null,
    inventory: inventoryAfter(machine, told, now),
  };
}
