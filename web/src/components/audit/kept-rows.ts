/** What is written in the log never changes: a row that comes again is the one that is shown, with what is open in it. */
import type { AuditEntryRow } from "../../../../protocol/rest/audit.ts";

export function keptRows(shown: readonly AuditEntryRow[], fresh: readonly AuditEntryRow[]): AuditEntryRow[] {
  const known = new Map(shown.map((row) => [row.id, row]));
  return fresh.map((row) => known.get(row.id) ?? row);
}
