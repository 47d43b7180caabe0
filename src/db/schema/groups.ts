/** Machines that belong together: by customer, place or team. Membership decides who may reach them. */
import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, idColumn } from "./columns.ts";

export const groups = pgTable("groups", {
  id: idColumn(),
  name: text("name").notNull().unique(),
  createdAt: createdAt(),
});
