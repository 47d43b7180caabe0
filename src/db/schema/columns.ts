/** Columns that every table writes alike: UUIDv7 ids and points in time with their zone, to the millisecond. */
import { timestamp, uuid } from "drizzle-orm/pg-core";

/** Time-ordered, so that primary keys append and `order by id` is `order by age`. */
export const idColumn = () =>
  uuid("id")
    .primaryKey()
    .$defaultFn(() => Bun.randomUUIDv7());

/** JavaScript's dates have milliseconds: what is read back is what was written. */
export const timeColumn = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const createdAt = () =>
  timeColumn("created_at")
    .notNull()
    .$defaultFn(() => new Date());
