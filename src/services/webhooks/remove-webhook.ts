/** `DELETE /api/webhooks/:id`: with its messages; what waited is not sent any more. */
import { eq } from "drizzle-orm";
import { webhooks } from "../../db/schema/webhooks.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findWebhook, targetOf } from "./webhook-record.ts";

export async function removeWebhook(
  { db, events, now }: Pick<ServiceContext, "db" | "events" | "now">,
  actor: Actor,
  id: string,
): Promise<void> {
  requireAllowed(actor, "webhooks.manage", null);
  await db.transaction(async (tx) => {
    const { target, host } = targetOf(await findWebhook(tx, id));
    await tx.delete(webhooks).where(eq(webhooks.id, id));
    await recordAudit(tx, actor, { action: "webhook.removed", target, details: { host } }, now());
  });
  events.publish({ type: "webhooks.changed", webhookId: id });
}
