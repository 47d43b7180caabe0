/** A row of the audit log as administrators see it. */
import type { AuditEntryRow } from "../../../protocol/rest/audit.ts";
import type { AuditRow } from "../../db/schema/audit-log.ts";

export function shapeAuditRow(row: AuditRow): AuditEntryRow {
  return {
    id: row.id,
    position: row.position,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    address: row.address,
    action: row.action,
    target: { kind: row.targetKind, id: row.targetId, name: row.targetName },
    details: row.details,
    previous_hash: row.previousHash,
    hash: row.hash,
  };
}
