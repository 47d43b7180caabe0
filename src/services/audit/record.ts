/** Writes one row of the audit log inside the action's own transaction: no row, no action. */
import { desc, sql } from "drizzle-orm";
import type { AuditAction } from "../../../protocol/audit-actions.ts";
import type { Transaction } from "../../db/database.ts";
import { auditLog } from "../../db/schema/audit-log.ts";
import type { Actor, Person } from "../actor.ts";
import { noteRecorded } from "./announce.ts";
import { CHAIN_START, hashOf } from "./chain.ts";

export type AuditEntry = {
  /** What was done, in the past tense. */
  action: AuditAction;
  target: { kind: string; id: string | null; name: string };
  /** Further facts; never a secret. */
  details?: Record<string, unknown>;
};

/** Of a person only what the log keeps: who acts over a socket was looked up when it was opened. */
export type AuditActor =
  | Exclude<Actor, Person>
  | (Pick<Person, "kind" | "name" | "address" | "key"> & { id: string | null });

/** A lock of ours among the database's advisory locks: "RLAU". The chain has one end, so that writers take turns. */
const CHAIN_LOCK = 0x52_4c_41_55;

/** To be called last in a transaction: everybody else's audit waits from here to its commit. */
export async function recordAudit(tx: Transaction, actor: AuditActor, entry: AuditEntry, at: Date): Promise<void> {
  await recordAudits(tx, actor, [entry], at);
}

/** As `recordAudit`, for one act on many. */
export async function recordAudits(
  tx: Transaction,
  actor: AuditActor,
  entries: readonly AuditEntry[],
  at: Date,
): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
  const [last] = await tx
    .select({ position: auditLog.position, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.position))
    .limit(1);
  let position = last?.position ?? 0;
  let previousHash = last?.hash ?? CHAIN_START;
  const key = keyOf(actor);
  const rows = entries.map((entry) => {
    position += 1;
    const facts = {
      id: Bun.randomUUIDv7(),
      position,
      at,
      ...described(actor),
      action: entry.action,
      targetKind: entry.target.kind,
      targetId: entry.target.id,
      targetName: entry.target.name,
      details: { ...entry.details, ...(key && { api_key: key }) },
      previousHash,
    };
    previousHash = hashOf(facts);
    return { ...facts, hash: previousHash };
  });
  await tx.insert(auditLog).values(rows);
  for (const row of rows) noteRecorded(tx, row);
}

/** With which of their keys a person acted. */
function keyOf(actor: AuditActor) {
  return actor.kind === "user" && actor.key ? { id: actor.key.id, name: actor.key.name } : undefined;
}

function described(actor: AuditActor) {
  switch (actor.kind) {
    case "user":
      return { actorKind: actor.kind, actorId: actor.id, actorName: actor.name, address: actor.address };
    case "agent":
      return { actorKind: actor.kind, actorId: actor.machineId, actorName: actor.name, address: actor.address };
    case "nobody":
      return { actorKind: actor.kind, actorId: null, actorName: "", address: actor.address };
    case "system":
      return { actorKind: actor.kind, actorId: null, actorName: actor.name, address: null };
  }
}
