/** `POST /api/agent/register` with `cloned`: a machine that was copied with its agent gets an identity of its own. */
import { like } from "drizzle-orm";
import { MAX_NAME_LENGTH } from "../../../protocol/limits.ts";
import type { RegisterRequest } from "../../../protocol/rest/agent.ts";
import type { Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { makeToken } from "../../lib/random-token.ts";
import type { Agent, Nobody } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { type MachineRecord, machineColumns } from "../machines/machine-record.ts";
import { throttled } from "../throttles.ts";
import { findByAccessKey } from "./authenticate-agent.ts";
import { type Registration, requireRoom } from "./create-machine.ts";
import { isCopy } from "./is-copy.ts";

export async function registerClone(
  context: ServiceContext,
  caller: Nobody,
  request: RegisterRequest,
): Promise<Registration> {
  const { machine_id, access_key } = request;
  const original = machine_id && access_key ? await findByAccessKey(context, machine_id, access_key) : null;
  if (!original) {
    throw new ServiceFailure("unauthenticated", "this machine or its access key is not known: enroll it again", {
      code: "invalid_access_key",
    });
  }
  // The key alone makes no machines: the original has to be there, on other hardware. What is there for one visit has no copies.
  if (original.isTemporary || !isCopy(context, original.id, request)) {
    throw new ServiceFailure("conflict", "no other machine is connected with this identity: keep it", {
      code: "original_not_connected",
    });
  }
  return throttled(
    context.throttles.cloning,
    [`machine:${original.id}`],
    () => createClone(context, caller, request, original),
    (outcome) => "result" in outcome,
  );
}

async function createClone(
  context: ServiceContext,
  { address }: Nobody,
  request: RegisterRequest,
  original: MachineRecord,
): Promise<Registration> {
  const accessKey = makeToken();
  const at = context.now();
  const agent: Agent = { kind: "agent", machineId: original.id, name: original.name, address };
  const machine = await context.db.transaction(async (tx) => {
    const isWaiting = isToWait(context, original);
    if (original.isOpenlyEnrolled) await requireRoom(context, tx, { isWaiting });
    const { groupId, tags, ownerId, enrollmentTokenId, isOpenlyEnrolled } = original;
    const [machine] = await tx
      .insert(machines)
      .values({
        ...{ groupId, tags, ownerId, enrollmentTokenId, isOpenlyEnrolled },
        id: Bun.randomUUIDv7(),
        name: await freeName(tx, request.hostname),
        hostname: request.hostname,
        os: request.os,
        arch: request.arch,
        agentVersion: request.agent_version,
        macAddresses: request.mac_addresses ?? [],
        hardwareId: request.hardware_id ?? null,
        quarantinedAt: isWaiting ? at : null,
        accessKeyHash: context.keys.hashToken("access_key", accessKey),
        createdAt: at,
        updatedAt: at,
      })
      .returning(machineColumns);
    if (!machine) throw new Error(`the clone of ${original.id} was inserted but not returned`);
    const target = { kind: "machine", id: machine.id, name: machine.name };
    const details = {
      original_id: original.id,
      original_name: original.name,
      hostname: machine.hostname,
      ...(machine.quarantinedAt && { quarantined: true }),
    };
    await recordAudit(tx, agent, { action: "machine.cloned", target, details }, at);
    return machine;
  });
  context.events.publish({ type: "machine.updated", machine, previousGroupId: machine.groupId });
  return { isNew: true, machineId: machine.id, accessKey, isQuarantined: machine.quarantinedAt !== null };
}

/** The copy of one that waits waits, too: to be copied is no way around an administrator. */
function isToWait({ serverSettings }: ServiceContext, original: MachineRecord): boolean {
  const { quarantine_new_machines, quarantine_open_enrollment } = serverSettings.current();
  if (original.quarantinedAt !== null || quarantine_new_machines) return true;
  return original.isOpenlyEnrolled && quarantine_open_enrollment;
}

/** Copies of one disk often have its name: "web-01", then "web-01 (2)". */
async function freeName(tx: Transaction, hostname: string): Promise<string> {
  const stem = hostname.slice(0, MAX_NAME_LENGTH - " (99999)".length);
  const escaped = stem.replaceAll(/[\\%_]/g, "\\$&");
  const rows = await tx
    .select({ name: machines.name })
    .from(machines)
    .where(like(machines.name, `${escaped}%`));
  const taken = new Set(rows.map(({ name }) => name));
  if (!taken.has(hostname)) return hostname;
  let number = 2;
  while (taken.has(`${stem} (${number})`)) number++;
  return `${stem} (${number})`;
}
