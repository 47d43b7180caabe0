/** `GET /api/webhooks/:id/deliveries`, newest first. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { deliveryQuery, WebhookDelivery } from "../../../protocol/rest/webhooks.ts";
import { webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { shapeDelivery } from "./delivery-record.ts";
import { findWebhook } from "./webhook-record.ts";

export async function listDeliveries(
  { db }: Pick<ServiceContext, "db">,
  actor: Actor,
  webhookId: string,
  { limit, cursor, state }: z.infer<typeof deliveryQuery>,
): Promise<Page<WebhookDelivery>> {
  requireAllowed(actor, "webhooks.manage", null);
  await findWebhook(db, webhookId);
  const [before] = cursor ? decodeCursor(cursor, 1) : [];
  const rows = await db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        state && eq(webhookDeliveries.state, state),
        before ? lt(webhookDeliveries.id, before) : undefined,
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit + 1);
  return pageOf(rows, limit, shapeDelivery, (row) => [row.id]);
}
