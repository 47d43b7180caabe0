/** Enrolled machines and what their agents last told of them. Whether one is online is known in memory only. */
import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Machine } from "../../../protocol/rest/people.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { enrollmentTokens } from "./enrollment-tokens.ts";
import { groups } from "./groups.ts";
import { users } from "./users.ts";

export type MachineInventory = NonNullable<Machine["inventory"]>;

export const machines = pgTable(
  "machines",
  {
    id: idColumn(),
    name: text("name").notNull(),
    hostname: text("hostname").notNull(),
    os: text("os").notNull(),
    osVersion: text("os_version"),
    arch: text("arch").notNull(),
    agentVersion: text("agent_version").notNull(),
    /** The first that its agent told of, or the one that proved to have taken its place; null: none did. */
    hardwareId: text("hardware_id"),
    accessKeyHash: text("access_key_hash").notNull().unique(),
    macAddresses: text("mac_addresses").array().notNull().default(sql`'{}'`),
    tags: text("tags").array().notNull().default(sql`'{}'`),
    notes: text("notes").notNull().default(""),
    groupId: uuid("group_id").references(() => groups.id, { onDelete: "set null" }),
    loggedInUser: text("logged_in_user"),
    inventory: jsonb("inventory").$type<MachineInventory>(),
    enrollmentTokenId: uuid("enrollment_token_id").references(() => enrollmentTokens.id, { onDelete: "set null" }),
    /** Whom an open enrollment was made for. */
    ownerId: uuid("owner_id").references(() => users.id, { onDelete: "set null" }),
    /** Came without a token. */
    isOpenlyEnrolled: boolean("is_openly_enrolled").notNull().default(false),
    /** Since when it waits for an administrator to accept it; null: it is accepted. Until then nothing can be done with it. */
    quarantinedAt: timeColumn("quarantined_at"),
    /** There for one visit: in no list, nothing can be done with it by its id, and gone when the visit is over. */
    isTemporary: boolean("is_temporary").notNull().default(false),
    /** Since when a person waits for its agent to be replaced by the newest; null: nobody does, or it has been. */
    updateAskedAt: timeColumn("update_asked_at"),
    lastSeenAt: timeColumn("last_seen_at"),
    createdAt: createdAt(),
    updatedAt: timeColumn("updated_at")
      .notNull()
      .$defaultFn(() => new Date()),
  },
  (table) => [
    index("machines_group_id").on(table.groupId),
    index("machines_name").on(table.name, table.id),
    index("machines_temporary").on(table.id).where(sql`${table.isTemporary}`),
  ],
);
export type MachineRow = typeof machines.$inferSelect;
