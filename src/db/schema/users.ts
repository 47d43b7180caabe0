/** People. better-auth reads and writes them as its `user` model. */
import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, idColumn, timeColumn } from "./columns.ts";

export const users = pgTable(
  "users",
  {
    id: idColumn(),
    name: text("name").notNull(),
    /** Lower case: one person, one account. */
    email: text("email").notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    role: text("role", { enum: ["admin", "user"] })
      .notNull()
      .default("user"),
    disabledAt: timeColumn("disabled_at"),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at")
      .notNull()
      .$defaultFn(() => new Date()),
  },
  (table) => [check("users_role", sql`${table.role} in ('admin', 'user')`)],
);
export type UserRow = typeof users.$inferSelect;
