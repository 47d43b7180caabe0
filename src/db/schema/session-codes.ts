/** The code that a machine's user reads out: one per machine, so that a new one voids the old. Only a keyed hash is kept. */
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, timeColumn } from "./columns.ts";
import { machines } from "./machines.ts";

export const sessionCodes = pgTable("session_codes", {
  machineId: uuid("machine_id")
    .primaryKey()
    .references(() => machines.id, { onDelete: "cascade" }),
  codeHash: text("code_hash").notNull().unique(),
  createdAt: createdAt(),
  expiresAt: timeColumn("expires_at").notNull(),
  usedAt: timeColumn("used_at"),
});
