/** Saved scripts, to be run on machines by those who hold the `scripts` permission. */
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const scripts = pgTable("scripts", {
  id: idColumn(),
  name: text("name").notNull(),
  shell: text("shell", { enum: ["bash", "sh", "powershell", "cmd"] }).notNull(),
  script: text("script").notNull(),
  createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
  createdAt: createdAt(),
  updatedAt: timeColumn("updated_at").notNull(),
});
