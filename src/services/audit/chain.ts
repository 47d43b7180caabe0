/** The hash that ties each audit row to the one before it. Anyone with the rows can compute it again. */
import { createHash } from "node:crypto";
import type { AuditRow } from "../../db/schema/audit-log.ts";

/** What the first row follows. */
export const CHAIN_START = "0".repeat(64);

export type AuditFacts = Omit<AuditRow, "hash">;

/** SHA-256 (hex) over all of the row's other columns as canonical JSON: keys sorted, times in ISO-8601. */
export function hashOf(facts: AuditFacts): string {
  const { id, position, at, actorKind, actorId, actorName, address, action } = facts;
  const { targetKind, targetId, targetName, details, previousHash } = facts;
  const covered = { id, position, at: at.toISOString(), actorKind, actorId, actorName, address, action };
  const text = canonical({ ...covered, targetKind, targetId, targetName, details, previousHash });
  return createHash("sha256").update(text).digest("hex");
}

/** jsonb keeps no order of keys: both sides sort. */
function canonical(value: unknown): string {
  // A lone surrogate cannot be stored as UTF-8: the database holds U+FFFD in its place.
  if (typeof value === "string") return JSON.stringify(value.toWellFormed());
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(",")}}`;
}
