/** What lets one person into one session, with the permissions fixed when it was made. Only a keyed hash is kept. */
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Permission } from "../../../protocol/permissions.ts";
import { apiKeys } from "./api-keys.ts";
import { authSessions } from "./auth-sessions.ts";
import { createdAt, idColumn } from "./columns.ts";
import { sessions } from "./sessions.ts";
import { users } from "./users.ts";

export const sessionTickets = pgTable(
  "session_tickets",
  {
    id: idColumn(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The sign-in that it was asked for with: it ends with it. */
    signInId: uuid("sign_in_id").references(() => authSessions.id, { onDelete: "cascade" }),
    /** The API key that it was asked for with: it ends with it, too. */
    apiKeyId: uuid("api_key_id").references(() => apiKeys.id, { onDelete: "cascade" }),
    /** By the code that the machine's user read out: it holds without membership of the machine's group. */
    byCode: boolean("by_code").notNull(),
    viewOnly: boolean("view_only").notNull(),
    permissions: text("permissions").array().$type<Permission[]>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("session_tickets_session_id").on(table.sessionId),
    index("session_tickets_sign_in_id").on(table.signInId),
    index("session_tickets_api_key_id").on(table.apiKeyId),
  ],
);
