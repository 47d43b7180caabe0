/** Whose account an identity at a provider opens: by the provider (its issuer) and its word for the person, never by an address. */
import { index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { authProviders } from "./auth-providers.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const authIdentities = pgTable(
  "auth_identities",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    providerId: uuid("provider_id")
      .notNull()
      .references(() => authProviders.id, { onDelete: "cascade" }),
    subject: text("subject").notNull(),
    /** As the provider said it when it was linked; for people to recognise it by. */
    email: text("email").notNull(),
    createdAt: createdAt(),
    lastUsedAt: timeColumn("last_used_at"),
  },
  (table) => [
    unique("auth_identities_provider_subject").on(table.providerId, table.subject),
    index("auth_identities_user_id").on(table.userId),
  ],
);
