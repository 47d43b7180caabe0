/**
 * "Help someone now": a link for one person to get help by, once. Of its token and of the code that starts the agent only
 * keyed hashes are kept; what has happened to it so far are its times.
 */
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const supportLinks = pgTable(
  "support_links",
  {
    id: idColumn(),
    label: text("label").notNull().default(""),
    tokenHash: text("token_hash").notNull().unique(),
    codeHash: text("code_hash").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at").notNull(),
    openedAt: timeColumn("opened_at"),
    downloadedAt: timeColumn("downloaded_at"),
    /** Its code was spent: by the machine below. */
    usedAt: timeColumn("used_at"),
    /** No foreign key, as with sessions: the machine is gone when its visit is over. */
    machineId: uuid("machine_id"),
    sessionId: uuid("session_id"),
    /** The person's side of it is over: the session has ended, or their agent went away. */
    endedAt: timeColumn("ended_at"),
    revokedAt: timeColumn("revoked_at"),
  },
  (table) => [
    index("support_links_user_id").on(table.userId, table.id),
    index("support_links_machine_id").on(table.machineId),
  ],
);
export type SupportLinkRow = typeof supportLinks.$inferSelect;
