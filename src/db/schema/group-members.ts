/** Who may do what on the machines of a group. */
import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Permission } from "../../../protocol/permissions.ts";
import { createdAt } from "./columns.ts";
import { groups } from "./groups.ts";
import { users } from "./users.ts";

export const groupMembers = pgTable(
  "group_members",
  {
    groupId: uuid("group_id")
      .notNull()
      .references(() => groups.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    permissions: text("permissions").array().$type<Permission[]>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: "group_members_pk", columns: [table.groupId, table.userId] }),
    index("group_members_user_id").on(table.userId),
  ],
);
