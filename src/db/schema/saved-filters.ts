/** A person's own names for views of the machines. */
import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, idColumn } from "./columns.ts";
import { users } from "./users.ts";

export const savedFilters = pgTable(
  "saved_filters",
  {
    id: idColumn(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    query: text("query").notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique("saved_filters_name").on(table.userId, table.name)],
);
export type SavedFilterRow = typeof savedFilters.$inferSelect;
