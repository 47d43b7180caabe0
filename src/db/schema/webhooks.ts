/** Addresses that are told of what happens, as administrators set them up. */
import { boolean, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { WebhookEvent } from "../../../protocol/rest/webhooks.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { users } from "./users.ts";

export const webhooks = pgTable("webhooks", {
  id: idColumn(),
  name: text("name").notNull(),
  url: text("url").notNull(),
  events: jsonb("events").$type<WebhookEvent[]>().notNull(),
  /** `whsec_…`, sealed with a key of the server. */
  sealedSecret: text("sealed_secret").notNull(),
  /** It may lie in the server's own networks, and be reached without TLS. */
  allowPrivate: boolean("allow_private").notNull(),
  isEnabled: boolean("is_enabled").notNull().default(true),
  /** Why the server turned it off by itself; null: it did not. */
  disabledReason: text("disabled_reason"),
  /** Since when nothing has got through. */
  failingSince: timeColumn("failing_since"),
  /** Events that found too many waiting. */
  droppedCount: integer("dropped_count").notNull().default(0),
  createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
  createdAt: createdAt(),
  updatedAt: timeColumn("updated_at").notNull(),
});
export type WebhookRow = typeof webhooks.$inferSelect;
