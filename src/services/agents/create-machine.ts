/** A new machine with its access key. A token is spent in the same transaction, by one statement that checks and counts. */
import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { MAX_NAME_LENGTH } from "../../../protocol/limits.ts";
import type { RegisterRequest } from "../../../protocol/rest/agent.ts";
import type { Transaction } from "../../db/database.ts";
import { type EnrollmentTokenRow, enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import { type MachineRow, machines } from "../../db/schema/machines.ts";
import { makeToken } from "../../lib/random-token.ts";
import type { Nobody } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { machineColumns } from "../machines/machine-record.ts";
import { spendSupportCode } from "../support/spend-code.ts";
import { countOpenlyEnrolled, countWaitingOpenly, MAX_WAITING_OPENLY } from "./open-enrollment-limit.ts";

/** `isNew`: a machine was made and its key is told, once; otherwise it is the one that was sent. */
export type Registration = {
  isNew: boolean;
  machineId: string;
  accessKey: string;
  /** It waits to be accepted. */
  isQuarantined: boolean;
  /** Who asked to help, where it came by a support link. */
  technician?: string;
};

/** What lets it in. */
type Entry = { token: string } | { ownerId: string | null } | { supportCode: string };

export async function createMachine(
  context: ServiceContext,
  caller: Nobody,
  request: RegisterRequest,
  entry: Entry,
): Promise<Registration> {
  const accessKey = makeToken();
  const at = context.now();
  const row = {
    id: Bun.randomUUIDv7(),
    name: request.name ?? request.hostname,
    hostname: request.hostname,
    os: request.os,
    arch: request.arch,
    agentVersion: request.agent_version,
    macAddresses: request.mac_addresses ?? [],
    hardwareId: request.hardware_id ?? null,
    isTemporary: "supportCode" in entry || request.temporary === true,
    accessKeyHash: context.keys.hashToken("access_key", accessKey),
    createdAt: at,
    updatedAt: at,
  };
  const { machine, technician } = await context.db.transaction(async (tx) => {
    const isWaiting = isToWait(context, entry, row.isTemporary);
    const { technician, details: by, ...from } = await enter(context, tx, entry, { ...row, isWaiting });
    const values = { ...row, ...from, quarantinedAt: isWaiting ? at : null };
    const [machine] = await tx.insert(machines).values(values).returning(machineColumns);
    if (!machine) throw new Error(`machine ${row.id} was inserted but not returned`);
    const target = { kind: "machine", id: row.id, name: machine.name };
    const waits = machine.quarantinedAt && { quarantined: true };
    const details = { ...by, hostname: row.hostname, ...(row.isTemporary && { temporary: true }), ...waits };
    await recordAudit(tx, caller, { action: "machine.enrolled", target, details }, at);
    return { machine, technician };
  });
  context.events.publish({ type: "machine.updated", machine, previousGroupId: machine.groupId });
  return { isNew: true, machineId: row.id, accessKey, isQuarantined: machine.quarantinedAt !== null, technician };
}

/** One that is there for a visit does not wait: nothing leads to it but the code that its own user reads out. */
function isToWait({ serverSettings }: ServiceContext, entry: Entry, isTemporary: boolean): boolean {
  if (isTemporary) return false;
  const { quarantine_new_machines, quarantine_open_enrollment } = serverSettings.current();
  return quarantine_new_machines || ("ownerId" in entry && quarantine_open_enrollment);
}

/** What lets it in is spent; the answer is what the machine has from it, and what the audit log says of it. */
async function enter(
  context: ServiceContext,
  tx: Transaction,
  entry: Entry,
  machine: { id: string; name: string; isWaiting: boolean },
): Promise<Partial<MachineRow> & { technician?: string; details: Record<string, unknown> }> {
  if ("ownerId" in entry) {
    await requireRoom(context, tx, machine);
    return { ownerId: entry.ownerId, isOpenlyEnrolled: true, details: { enrollment_token_id: null } };
  }
  if ("supportCode" in entry) {
    const { link, technician } = await spendSupportCode(context, tx, entry.supportCode, machine.id);
    const name = link.label ? `${link.label} (${machine.name})`.slice(0, MAX_NAME_LENGTH) : machine.name;
    return { name, ownerId: link.userId, technician, details: { support_link_id: link.id } };
  }
  const token = await spendToken(context, tx, entry.token);
  const from = { groupId: token.groupId, enrollmentTokenId: token.id, ownerId: token.createdBy };
  return { ...from, details: { enrollment_token_id: token.id } };
}

/** A lock of ours among the database's advisory locks: "RLOE". Of many that come at once, as many get in as there is room for. */
const OPEN_ENROLLMENT_LOCK = 0x52_4c_4f_45;

export async function requireRoom(
  { serverSettings }: Pick<ServiceContext, "serverSettings">,
  tx: Transaction,
  { isWaiting }: { isWaiting: boolean },
): Promise<void> {
  const { open_enrollment_max_machines: max } = serverSettings.current();
  if (max === null && !isWaiting) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${OPEN_ENROLLMENT_LOCK})`);
  if (max !== null && (await countOpenlyEnrolled(tx)) >= max) {
    throw isFull(`${max} machines have come by open enrollment, and no more may`);
  }
  if (isWaiting && (await countWaitingOpenly(tx)) >= MAX_WAITING_OPENLY) {
    throw isFull(`${MAX_WAITING_OPENLY} machines wait to be accepted, and no more may come before`);
  }
}

function isFull(why: string): ServiceFailure {
  return new ServiceFailure("forbidden", `${why}: ask an administrator`, { code: "open_enrollment_full" });
}

/** Locks the token's row until the commit: of many that come at once, `max_uses` get in. */
async function spendToken(context: ServiceContext, tx: Transaction, token: string): Promise<EnrollmentTokenRow> {
  const { tokenHash, revokedAt, expiresAt, maxUses, uses } = enrollmentTokens;
  const [spent] = await tx
    .update(enrollmentTokens)
    .set({ uses: sql`${uses} + 1` })
    .where(
      and(
        eq(tokenHash, context.keys.hashToken("enrollment_token", token)),
        isNull(revokedAt),
        or(isNull(expiresAt), gt(expiresAt, context.now())),
        or(isNull(maxUses), lt(uses, maxUses)),
      ),
    )
    .returning();
  if (spent) return spent;
  throw new ServiceFailure("forbidden", "this enrollment token is wrong, expired, revoked or used up: make a new one", {
    code: "invalid_enrollment_token",
  });
}
