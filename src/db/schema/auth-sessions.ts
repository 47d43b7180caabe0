/** Sign-ins, one row per browser; the cookie holds the token signed, so that this table alone lets nobody in. */
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const SIGN_IN_METHODS = ["password", "passkey", "provider", "sign_up"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

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
    /** How the person proved who they are. */
    method: text("method", { enum: SIGN_IN_METHODS }).notNull().default("password"),
    /** With a second factor, or by a provider that is trusted to ask for one. */
    hasSecondFactor: boolean("has_second_factor").notNull().default(false),
    /** When they last proved it: what is sensitive asks again after a while. */
    provenAt: timeColumn("proven_at").notNull().defaultNow(),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at").notNull(),
  },
  (table) => [index("auth_sessions_user_id").on(table.userId), index("auth_sessions_expires_at").on(table.expiresAt)],
);
