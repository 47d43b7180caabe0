/** Ways a person can prove who they are: a password (`credential`, bcrypt), later identity providers. */
import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const authAccounts = pgTable(
  "auth_accounts",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: timeColumn("access_token_expires_at"),
    refreshTokenExpiresAt: timeColumn("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at").notNull(),
  },
  (table) => [unique("auth_accounts_provider_account").on(table.providerId, table.accountId)],
);
