/** Invitations to make an account. Only a keyed hash of the link's token is kept. */
import { sql } from "drizzle-orm";
import { check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const invites = pgTable(
  "invites",
  {
    id: idColumn(),
    email: text("email").notNull(),
    role: text("role", { enum: ["admin", "user"] })
      .notNull()
      .default("user"),
    tokenHash: text("token_hash").notNull().unique(),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at").notNull(),
    acceptedAt: timeColumn("accepted_at"),
    revokedAt: timeColumn("revoked_at"),
  },
  (table) => [check("invites_role", sql`${table.role} in ('admin', 'user')`)],
);
