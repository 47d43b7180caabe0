/** Saved scripts, to be run on machines by those who hold the `scripts` permission. */
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { ScriptParameter } from "../../../protocol/rest/scripts.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const scripts = pgTable(
  "scripts",
  {
    id: idColumn(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    shell: text("shell", { enum: ["bash", "sh", "powershell", "cmd"] }).notNull(),
    script: text("script").notNull(),
    timeoutS: integer("timeout_s").notNull().default(900),
    /** What it asks for; never a value but defaults. */
    parameters: jsonb("parameters").$type<ScriptParameter[]>().notNull().default([]),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at").notNull(),
  },
  (table) => [index("scripts_name").on(table.name, table.id)],
);
export type ScriptRow = typeof scripts.$inferSelect;
