/** `POST /api/webhooks/:id/test`: one message now, also to a webhook that is turned off; the answer says what came of it. */
import type { WebhookDelivery } from "../../../protocol/rest/webhooks.ts";
import { webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { shapeDelivery, TEST_TYPE } from "./delivery-record.ts";
import { lease } from "./lease-due.ts";
import { rowOf } from "./store-messages.ts";
import { findWebhook, targetOf } from "./webhook-record.ts";

export async function testWebhook(
  context: Pick<ServiceContext, "db" | "now" | "webhooks">,
  actor: Actor,
  id: string,
): Promise<WebhookDelivery> {
  requireAllowed(actor, "webhooks.manage", null);
  const at = context.now();
  const { webhook, delivery } = await context.db.transaction(async (tx) => {
    const webhook = await findWebhook(tx, id);
    const data = { message: "A test from RemoteLink.", by: { name: personOf(actor).name } };
    const row = rowOf(id, { type: TEST_TYPE, data, at });
    await tx.insert(webhookDeliveries).values(row);
    const delivery = await lease({ db: tx, now: context.now }, row.id);
    await recordAudit(tx, actor, { action: "webhook.tested", target: targetOf(webhook).target }, at);
    return { webhook, delivery };
  });
  if (!delivery) throw new Error("a test was written but could not be taken up");
  const written = await context.webhooks.attempt(webhook, delivery);
  if (written) return shapeDelivery(written);
  // Deleted meanwhile, or the server stops.
  await findWebhook(context.db, id).catch(() => {
    throw notFound("webhook");
  });
  throw new ServiceFailure("unavailable", "the server stops: try again in a moment", { retryAfterS: 2 });
}
