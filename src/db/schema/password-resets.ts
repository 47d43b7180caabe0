/** Links by which a person sets a new password, once. Only a keyed hash of the link's token is kept. */
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const passwordResets = pgTable(
  "password_resets",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull().unique(),
    /** The administrator who made it; null: the person asked for it themselves. */
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at").notNull(),
    /** When it was used, or voided by another. */
    usedAt: timeColumn("used_at"),
  },
  (table) => [index("password_resets_user_id").on(table.userId)],
);
