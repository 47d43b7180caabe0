/** Invitations to make an account. Only a keyed hash of the link's token is kept. */
import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Permission } from "../../../protocol/permissions.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export type InvitedGroup = { group_id: string; permissions: Permission[] };

export const invites = pgTable(
  "invites",
  {
    id: idColumn(),
    email: text("email").notNull(),
    role: text("role", { enum: ["admin", "user"] })
      .notNull()
      .default("user"),
    /** Memberships that the account begins with; a group that is gone by then is passed over. */
    groups: jsonb("groups").$type<InvitedGroup[]>().notNull().default([]),
    tokenHash: text("token_hash").notNull().unique(),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at").notNull(),
    acceptedAt: timeColumn("accepted_at"),
    revokedAt: timeColumn("revoked_at"),
  },
  (table) => [check("invites_role", sql`${table.role} in ('admin', 'user')`), index("invites_email").on(table.email)],
);
export type InviteRow = typeof invites.$inferSelect;
