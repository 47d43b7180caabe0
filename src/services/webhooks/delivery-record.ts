/** A message of a webhook as services read it, and as people see it. */
import { and, eq } from "drizzle-orm";
import type { WebhookDelivery } from "../../../protocol/rest/webhooks.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { type DeliveryRow, webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import { notFound } from "../failures.ts";

/** Sent when an administrator asks for it, once, whatever the webhook wants to hear. */
export const TEST_TYPE = "webhook.test";

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findDelivery(db: Database | Transaction, webhookId: string, id: string): Promise<DeliveryRow> {
  const [row] = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)));
  if (!row) throw notFound("message");
  return row;
}

export function shapeDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    created_at: row.createdAt.toISOString(),
    next_attempt_at: row.state === "pending" ? row.nextAttemptAt.toISOString() : null,
    attempts: row.attempts,
    body: row.body,
  };
}
