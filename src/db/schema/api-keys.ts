/** API keys: who holds one acts as its owner, with at most the owner's present rights. Only a keyed hash is kept; revoking deletes. */
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Permission } from "../../../protocol/permissions.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const apiKeys = pgTable(
  "api_keys",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    /** Its first characters, to tell a leaked one apart by. */
    beginning: text("beginning").notNull(),
    isReadOnly: boolean("read_only").notNull(),
    /** null: whatever its owner may do. */
    permissions: text("permissions").array().$type<Permission[]>(),
    /** It was made by a sign-in with a second factor. */
    hasSecondFactor: boolean("has_second_factor").notNull(),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at"),
    lastUsedAt: timeColumn("last_used_at"),
  },
  (table) => [index("api_keys_user_id").on(table.userId)],
);
export type ApiKeyRow = typeof apiKeys.$inferSelect;
