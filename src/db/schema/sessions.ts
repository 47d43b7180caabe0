/** Support sessions, live and past. Names are kept as they were, so that the history outlives machines and people. */
import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const sessions = pgTable(
  "sessions",
  {
    id: idColumn(),
    /** No foreign key: a removed machine's history stays. */
    machineId: uuid("machine_id").notNull(),
    machineName: text("machine_name").notNull(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    userName: text("user_name"),
    viewOnly: boolean("view_only").notNull(),
    /** Why, in the technician's words; empty: not said. */
    reason: text("reason").notNull().default(""),
    startedAt: timeColumn("started_at").notNull(),
    endedAt: timeColumn("ended_at"),
    /** For people: a name, "agent", "idle". */
    endedBy: text("ended_by"),
    notes: text("notes").notNull().default(""),
  },
  (table) => [
    index("sessions_machine_id").on(table.machineId, table.id),
    index("sessions_user_id").on(table.userId, table.id),
    index("sessions_live").on(table.machineId).where(sql`${table.endedAt} is null`),
  ],
);
export type SessionRow = typeof sessions.$inferSelect;
