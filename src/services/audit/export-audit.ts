/** `GET /api/audit.csv`: the rows that a filter leaves, newest first, read as they are sent. That it was done is on record. */
import { and, desc, lt } from "drizzle-orm";
import { wordsOf } from "../../../protocol/audit-actions.ts";
import type { AuditFilter } from "../../../protocol/rest/audit.ts";
import { type AuditRow, auditLog } from "../../db/schema/audit-log.ts";
import { type CsvCell, csvRecord } from "../../lib/csv.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { auditConditions } from "./audit-conditions.ts";
import { recordAudit } from "./record.ts";

const BATCH_ROWS = 500;

const COLUMNS: readonly (readonly [title: string, cell: (row: AuditRow) => CsvCell])[] = [
  ["time", (row) => row.at.toISOString()],
  ["actor_kind", (row) => row.actorKind],
  ["actor_name", (row) => row.actorName],
  ["actor_id", (row) => row.actorId],
  ["address", (row) => row.address],
  ["action", (row) => row.action],
  ["action_in_words", (row) => wordsOf(row.action).label],
  ["target_kind", (row) => row.targetKind],
  ["target_name", (row) => row.targetName],
  ["target_id", (row) => row.targetId],
  ["details", (row) => JSON.stringify(row.details)],
  ["id", (row) => row.id],
  ["position", (row) => row.position],
  ["previous_hash", (row) => row.previousHash],
  ["hash", (row) => row.hash],
];

/** Resolves once it may be done and is on record; the text comes in pieces of some hundred rows. */
export async function exportAudit(
  context: Pick<ServiceContext, "db" | "now">,
  actor: Actor,
  filter: AuditFilter,
): Promise<AsyncGenerator<string>> {
  requireAllowed(actor, "audit.read", null);
  const { actor: who, action, target: what, session_id, from, to } = filter;
  const target = { kind: "audit_log", id: null, name: "audit log" };
  const details = { filter: { actor: who, action, target: what, session_id, from, to } };
  await context.db.transaction((tx) =>
    recordAudit(tx, actor, { action: "audit.exported", target, details }, context.now()),
  );
  return textOf(context, filter);
}

async function* textOf({ db }: Pick<ServiceContext, "db">, filter: AuditFilter): AsyncGenerator<string> {
  yield csvRecord(COLUMNS.map(([title]) => title));
  const conditions = auditConditions(filter);
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = await db
      .select()
      .from(auditLog)
      .where(and(...conditions, lt(auditLog.position, before)))
      .orderBy(desc(auditLog.position))
      .limit(BATCH_ROWS);
    if (rows.length > 0) yield rows.map((row) => csvRecord(COLUMNS.map(([, cell]) => cell(row)))).join("");
    const last = rows.at(-1);
    if (!last || rows.length < BATCH_ROWS) return;
    before = last.position;
  }
}
