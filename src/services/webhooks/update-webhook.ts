/** `PATCH /api/webhooks/:id`. Turned on again, it begins with what waited. */
import { eq } from "drizzle-orm";
import type { WebhookChanged, WebhookPatch } from "../../../protocol/rest/webhooks.ts";
import { webhooks } from "../../db/schema/webhooks.ts";
import { makeWebhookSecret } from "../../lib/random-token.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { requireUrl } from "./create-webhook.ts";
import { findWebhook, shapeWebhook, targetOf } from "./webhook-record.ts";

export async function updateWebhook(
  context: Pick<ServiceContext, "db" | "keys" | "events" | "now" | "webhooks">,
  actor: Actor,
  id: string,
  { rotate_secret, ...patch }: WebhookPatch,
): Promise<WebhookChanged> {
  requireAllowed(actor, "webhooks.manage", null);
  const secret = rotate_secret ? makeWebhookSecret() : undefined;
  const webhook = await context.db.transaction(async (tx) => {
    const before = await findWebhook(tx, id);
    const allowPrivate = patch.allow_private ?? before.allowPrivate;
    requireUrl(patch.url ?? before.url, allowPrivate);
    const updatedAt = context.now();
    const isTurnedOn = patch.enabled === true && !before.isEnabled;
    await tx
      .update(webhooks)
      .set({
        name: patch.name,
        url: patch.url,
        events: patch.events,
        allowPrivate,
        isEnabled: patch.enabled,
        ...(patch.enabled !== undefined && { disabledReason: null }),
        ...(isTurnedOn && { failingSince: null, droppedCount: 0 }),
        ...(secret && { sealedSecret: context.keys.seal("webhook_secret", secret) }),
        updatedAt,
      })
      .where(eq(webhooks.id, id));
    const after = await findWebhook(tx, id);
    const { target, host } = targetOf(after);
    const changed = [...Object.keys(patch), ...(secret ? ["secret"] : [])];
    const facts = { host, events: after.events, allow_private: allowPrivate, enabled: after.isEnabled };
    await recordAudit(tx, actor, { action: "webhook.changed", target, details: { changed, ...facts } }, updatedAt);
    return after;
  });
  context.events.publish({ type: "webhooks.changed", webhookId: id });
  void context.webhooks.deliverDue();
  return { ...shapeWebhook(webhook), secret };
}
