/** Passkeys: public keys whose private halves stay in people's devices. */
import { bigint, boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const passkeys = pgTable(
  "passkeys",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** base64url, as the browser says it. */
    credentialId: text("credential_id").notNull().unique(),
    publicKey: text("public_key").notNull(),
    /** Of signatures; a device that counts and then says less was copied. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull(),
    isBackedUp: boolean("is_backed_up").notNull(),
    createdAt: createdAt(),
    lastUsedAt: timeColumn("last_used_at"),
  },
  (table) => [index("passkeys_user_id").on(table.userId)],
);
export type PasskeyRow = typeof passkeys.$inferSelect;
