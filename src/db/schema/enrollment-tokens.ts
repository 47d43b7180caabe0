/** What lets new machines in. Only a keyed hash of the token is kept. */
import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { groups } from "./groups.ts";
import { users } from "./users.ts";

export const enrollmentTokens = pgTable(
  "enrollment_tokens",
  {
    id: idColumn(),
    label: text("label").notNull().default(""),
    tokenHash: text("token_hash").notNull().unique(),
    /** Machines that come in by it start in this group. */
    groupId: uuid("group_id").references(() => groups.id, { onDelete: "set null" }),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at"),
    /** null: as many as come. */
    maxUses: integer("max_uses"),
    uses: integer("uses").notNull().default(0),
    revokedAt: timeColumn("revoked_at"),
  },
  (table) => [
    check(
      "enrollment_tokens_uses",
      sql`${table.uses} >= 0 and (${table.maxUses} is null or ${table.uses} <= ${table.maxUses})`,
    ),
  ],
);
export type EnrollmentTokenRow = typeof enrollmentTokens.$inferSelect;
