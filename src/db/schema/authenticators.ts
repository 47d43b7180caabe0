/** Authenticator apps (TOTP), one a person. The secret is sealed with a key of the server's: a copy of this table makes no codes. */
import { bigint, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const authenticators = pgTable("authenticators", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  sealedSecret: text("sealed_secret").notNull(),
  /** null: its first code has not been shown yet, so that it asks for nothing. */
  confirmedAt: timeColumn("confirmed_at"),
  /** The half minute of the newest code that was taken: none of it or before is taken again. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  createdAt: createdAt(),
});
