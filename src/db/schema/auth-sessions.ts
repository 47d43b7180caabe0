/** Sign-ins, one row per browser; the cookie holds the token signed, so that this table alone lets nobody in. */
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const authSessions = pgTable(
  "auth_sessions",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    token: text("token").notNull().unique(),
    expiresAt: timeColumn("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at").notNull(),
  },
  (table) => [index("auth_sessions_user_id").on(table.userId), index("auth_sessions_expires_at").on(table.expiresAt)],
);
