/** `GET /api/audit/verify`: reads the whole log from its start and computes every hash anew. */
import { asc, gt } from "drizzle-orm";
import type { AuditVerification } from "../../../protocol/rest/audit.ts";
import type { Database } from "../../db/database.ts";
import { auditLog } from "../../db/schema/audit-log.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { CHAIN_START, hashOf } from "./chain.ts";

/** Some 10 ms of work: others come in between. */
const BATCH_ROWS = 200;

/** One reading at a time for everybody who asks, and the newest answer, per database. */
const readings = new WeakMap<
  Database,
  { running: Promise<AuditVerification> | null; last: AuditVerification | null }
>();

export async function verifyAudit(
  context: Pick<ServiceContext, "db" | "now">,
  actor: Actor,
  { maxAgeS }: { maxAgeS: number },
): Promise<AuditVerification> {
  requireAllowed(actor, "audit.read", null);
  const reading = readings.get(context.db) ?? { running: null, last: null };
  readings.set(context.db, reading);
  if (reading.last && context.now().getTime() - Date.parse(reading.last.checked_at) < maxAgeS * 1_000) {
    return reading.last;
  }
  reading.running ??= readChain(context).finally(() => {
    reading.running = null;
  });
  reading.last = await reading.running;
  return reading.last;
}

/** Every row has the position after the one before it, names its hash, and has the hash that its facts give. */
export async function readChain({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<AuditVerification> {
  let previous = { position: 0, hash: CHAIN_START };
  let count = 0;
  for (;;) {
    const rows = await db
      .select()
      .from(auditLog)
      .where(gt(auditLog.position, previous.position))
      .orderBy(asc(auditLog.position))
      .limit(BATCH_ROWS);
    for (const row of rows) {
      count++;
      const follows = row.position === previous.position + 1 && row.previousHash === previous.hash;
      if (!follows || hashOf(row) !== row.hash) return answer(row.id);
      previous = row;
    }
    if (rows.length < BATCH_ROWS) return answer(null);
    await Bun.sleep(0);
  }

  function answer(brokenId: string | null): AuditVerification {
    return { ok: brokenId === null, first_broken_id: brokenId, count, checked_at: now().toISOString() };
  }
}
