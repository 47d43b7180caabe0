/** What lets somebody in who lost their second factor; each once. Only keyed hashes are kept, and a code goes when it is used. */
import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn } from "./columns.ts";
import { users } from "./users.ts";

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    codeHash: text("code_hash").notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique("recovery_codes_user_code").on(table.userId, table.codeHash)],
);
