/** A new machine with its access key. A token is spent in the same transaction, by one statement that checks and counts. */
import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { RegisterRequest } from "../../../protocol/rest/agent.ts";
import type { Transaction } from "../../db/database.ts";
import { type EnrollmentTokenRow, enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import { machines } from "../../db/schema/machines.ts";
import { makeToken } from "../../lib/random-token.ts";
import type { Nobody } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { machineColumns } from "../machines/machine-record.ts";

/** `isNew`: a machine was made and its key is told, once; otherwise it is the one that was sent. */
export type Registration = { isNew: boolean; machineId: string; accessKey: string };

/** What lets it in. */
type Entry = { token: string } | { ownerId: string | null };

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
    accessKeyHash: context.keys.hashToken("access_key", accessKey),
    createdAt: at,
    updatedAt: at,
  };
  const machine = await context.db.transaction(async (tx) => {
    const token = "token" in entry ? await spendToken(context, tx, entry.token) : null;
    const ownerId = "token" in entry ? token?.createdBy : entry.ownerId;
    const values = { ...row, groupId: token?.groupId, enrollmentTokenId: token?.id, ownerId };
    const [machine] = await tx.insert(machines).values(values).returning(machineColumns);
    if (!machine) throw new Error(`machine ${row.id} was inserted but not returned`);
    const target = { kind: "machine", id: row.id, name: row.name };
    const details = { enrollment_token_id: token?.id ?? null, hostname: row.hostname };
    await recordAudit(tx, caller, { action: "machine.enrolled", target, details }, at);
    return machine;
  });
  context.events.publish({ type: "machine.updated", machine, previousGroupId: machine.groupId });
  return { isNew: true, machineId: row.id, accessKey };
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
