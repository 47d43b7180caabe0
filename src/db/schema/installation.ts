/** One row for the whole installation. Once set up it stays so, whatever happens to its users. */
import { sql } from "drizzle-orm";
import { boolean, check, pgTable } from "drizzle-orm/pg-core";
import { timeColumn } from "./columns.ts";

export const installation = pgTable(
  "installation",
  {
    isOnlyRow: boolean("is_only_row").primaryKey().default(true),
    /** When the first account was made; null: that is still to come. */
    setUpAt: timeColumn("set_up_at"),
  },
  (table) => [check("installation_one_row", sql`${table.isOnlyRow}`)],
);
