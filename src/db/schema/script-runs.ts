/** Scripts that were run on machines outside of sessions. Values of parameters are not kept, only their names. */
import { boolean, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { scripts } from "./scripts.ts";
import { users } from "./users.ts";

export const scriptRuns = pgTable(
  "script_runs",
  {
    id: idColumn(),
    scriptId: uuid("script_id").references(() => scripts.id, { onDelete: "set null" }),
    name: text("name").notNull(),
    shell: text("shell", { enum: ["bash", "sh", "powershell", "cmd"] }).notNull(),
    /** As it was run: the saved one may have changed since. */
    script: text("script").notNull(),
    timeoutS: integer("timeout_s").notNull(),
    isElevated: boolean("is_elevated").notNull(),
    parameterNames: jsonb("parameter_names").$type<string[]>().notNull(),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    /** When the process that carries it out last gave a sign. */
    aliveAt: timeColumn("alive_at").notNull(),
    endedAt: timeColumn("ended_at"),
  },
  (table) => [index("script_runs_created_by").on(table.createdBy, table.id)],
);
export type ScriptRunRow = typeof scriptRuns.$inferSelect;
