/** `POST /api/webhooks`. The secret is in this answer only. */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { MAX_WEBHOOKS } from "../../../protocol/limits.ts";
import type { WebhookCreated, webhookRequest } from "../../../protocol/rest/webhooks.ts";
import { webhooks } from "../../db/schema/webhooks.ts";
import { makeWebhookSecret } from "../../lib/random-token.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { faultOfUrl } from "./receiver-address.ts";
import { shapeWebhook, targetOf } from "./webhook-record.ts";

export async function createWebhook(
  { db, keys, events, now }: Pick<ServiceContext, "db" | "keys" | "events" | "now">,
  actor: Actor,
  request: z.output<typeof webhookRequest>,
): Promise<WebhookCreated> {
  requireAllowed(actor, "webhooks.manage", null);
  requireUrl(request.url, request.allow_private);
  const [secret, at] = [makeWebhookSecret(), now()];
  const row = await db.transaction(async (tx) => {
    const [{ count } = { count: 0 }] = await tx.select({ count: sql<number>`count(*)::int` }).from(webhooks);
    if (count >= MAX_WEBHOOKS) {
      throw new ServiceFailure("conflict", `there are ${MAX_WEBHOOKS} webhooks: delete one that is not needed`);
    }
    const values = {
      name: request.name,
      url: request.url,
      events: request.events,
      sealedSecret: keys.seal("webhook_secret", secret),
      allowPrivate: request.allow_private,
      isEnabled: request.enabled,
      createdBy: personOf(actor).id,
      createdAt: at,
      updatedAt: at,
    };
    const [row] = await tx.insert(webhooks).values(values).returning();
    if (!row) throw new Error("a webhook was inserted but not returned");
    const { target, host } = targetOf(row);
    const details = { host, events: row.events, allow_private: row.allowPrivate };
    await recordAudit(tx, actor, { action: "webhook.created", target, details }, at);
    return row;
  });
  events.publish({ type: "webhooks.changed", webhookId: row.id });
  return { ...shapeWebhook({ ...row, waiting: 0 }), secret };
}

/** @throws ServiceFailure (`invalid_request`) */
export function requireUrl(url: string, allowPrivate: boolean): void {
  const fault = faultOfUrl(url, allowPrivate);
  if (fault)
    throw new ServiceFailure("invalid_request", `url: ${fault}`, { details: [{ path: ["url"], message: fault }] });
}
