/** One event for one webhook: waits here, across restarts, until it got through or was given up. The log of both. */
import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { DeliveryAttempt, DeliveryState } from "../../../protocol/rest/webhooks.ts";
import { createdAt, idColumn, timeColumn } from "./columns.ts";
import { webhooks } from "./webhooks.ts";

export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    /** The message's id, the same in every attempt. */
    id: idColumn(),
    webhookId: uuid("webhook_id")
      .notNull()
      .references(() => webhooks.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    /** The bytes that are signed and sent. */
    body: text("body").notNull(),
    state: text("state").$type<DeliveryState>().notNull().default("pending"),
    /** Since it was last begun anew; what may be tried is bounded by it. */
    attemptCount: integer("attempt_count").notNull().default(0),
    /** The newest last. */
    attempts: jsonb("attempts").$type<DeliveryAttempt[]>().notNull().default([]),
    nextAttemptAt: timeColumn("next_attempt_at").notNull(),
    /** Some process is at it until then; one that died leaves it to the next. */
    leasedUntil: timeColumn("leased_until"),
    createdAt: createdAt(),
  },
  (table) => [
    index("webhook_deliveries_webhook").on(table.webhookId, table.id),
    index("webhook_deliveries_due").on(table.nextAttemptAt).where(sql`${table.state} = 'pending'`),
  ],
);
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;
