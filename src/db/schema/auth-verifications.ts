/** Short-lived proofs of better-auth: password resets, confirmations, states of an identity provider's round trip. */
import { index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";

export const authVerifications = pgTable(
  "auth_verifications",
  {
    id: idColumn(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: timeColumn("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at").notNull(),
  },
  (table) => [index("auth_verifications_identifier").on(table.identifier)],
);
