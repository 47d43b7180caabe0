/** What is under way between two requests of a sign-in or a proof. Each is taken once, by deleting it, and soon runs out. */
import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const signInSteps = pgTable(
  "sign_in_steps",
  {
    id: idColumn(),
    /** second_factor: the password was right. passkey: a challenge. provider: away at an identity provider. */
    kind: text("kind", { enum: ["second_factor", "passkey", "provider"] }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    details: jsonb("details").$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    expiresAt: timeColumn("expires_at").notNull(),
  },
  (table) => [index("sign_in_steps_expires_at").on(table.expiresAt)],
);
