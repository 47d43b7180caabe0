/** Who did what, append-only (a trigger refuses anything else) and chained: each row's hash covers the row before it. */
import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { idColumn, timeColumn } from "./columns.ts";

export const auditLog = pgTable(
  "audit_log",
  {
    id: idColumn(),
    /** 1, 2, 3 … without a gap. */
    position: bigint("position", { mode: "number" }).notNull().unique(),
    at: timeColumn("at").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "agent", "system", "nobody"] }).notNull(),
    /** No foreign keys: the log outlives what it names. */
    actorId: uuid("actor_id"),
    actorName: text("actor_name").notNull(),
    /** Where the request came from; null for what the server did by itself. */
    address: text("address"),
    action: text("action").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: uuid("target_id"),
    targetName: text("target_name").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    index("audit_log_at").on(table.at),
    // The log is read newest first, whatever narrows it.
    index("audit_log_target").on(table.targetId, table.position),
    index("audit_log_actor").on(table.actorId, table.position),
    index("audit_log_action").on(table.action, table.position),
    index("audit_log_session").on(sql`(${table.details} ->> 'session_id')`, table.position),
  ],
);
export type AuditRow = typeof auditLog.$inferSelect;
