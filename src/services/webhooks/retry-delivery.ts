/** `POST /api/webhooks/:id/deliveries/:delivery_id/retry`: the same message from the beginning, also one that got through. */
import { and, eq } from "drizzle-orm";
import type { WebhookDelivery } from "../../../protocol/rest/webhooks.ts";
import { webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { findDelivery, shapeDelivery } from "./delivery-record.ts";
import { findWebhook, targetOf } from "./webhook-record.ts";

export async function retryDelivery(
  context: Pick<ServiceContext, "db" | "events" | "now" | "webhooks">,
  actor: Actor,
  webhookId: string,
  id: string,
): Promise<WebhookDelivery> {
  requireAllowed(actor, "webhooks.manage", null);
  const delivery = await context.db.transaction(async (tx) => {
    const webhook = await findWebhook(tx, webhookId);
    const { type } = await findDelivery(tx, webhookId, id);
    if (!webhook.isEnabled) {
      throw new ServiceFailure("conflict", "turn the webhook on first", { code: "webhook_disabled" });
    }
    const [again] = await tx
      .update(webhookDeliveries)
      .set({ state: "pending", attemptCount: 0, nextAttemptAt: context.now() })
      .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)))
      .returning();
    if (!again) throw notFound("message");
    const details = { delivery_id: id, type };
    const { target } = targetOf(webhook);
    await recordAudit(tx, actor, { action: "webhook.retried", target, details }, context.now());
    return again;
  });
  context.events.publish({ type: "webhooks.changed", webhookId });
  void context.webhooks.deliverDue();
  return shapeDelivery(delivery);
}
