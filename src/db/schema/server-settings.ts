/** What administrators set without a restart: a row for each setting that they changed. What has no row follows the environment. */
import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { timeColumn } from "./columns.ts";

export const serverSettings = pgTable("server_settings", {
  key: text("key").primaryKey(),
  /** Secrets sealed with a key of the server. */
  value: jsonb("value"),
  updatedAt: timeColumn("updated_at").notNull(),
  /** The name it was changed under: whoever it was may be gone. */
  updatedBy: text("updated_by").notNull(),
});
