/** `GET /api/audit`: newest first. */
import { and, desc, lt } from "drizzle-orm";
import type { z } from "zod";
import type { AuditEntryRow, auditQuery } from "../../../protocol/rest/audit.ts";
import { auditLog } from "../../db/schema/audit-log.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { auditConditions } from "./audit-conditions.ts";
import { shapeAuditRow } from "./shape-audit.ts";

export async function listAudit(
  { db }: Pick<ServiceContext, "db">,
  actor: Actor,
  query: z.infer<typeof auditQuery>,
): Promise<Page<AuditEntryRow>> {
  requireAllowed(actor, "audit.read", null);
  const before = query.cursor === undefined ? null : positionOf(query.cursor);
  const rows = await db
    .select()
    .from(auditLog)
    .where(and(...auditConditions(query), before === null ? undefined : lt(auditLog.position, before)))
    .orderBy(desc(auditLog.position))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shapeAuditRow, (row) => [String(row.position), row.id]);
}

function positionOf(cursor: string): number {
  const position = Number(decodeCursor(cursor, 2)[0]);
  // A key that we did not write begins before everything: an empty page.
  return Number.isSafeInteger(position) ? position : 0;
}
