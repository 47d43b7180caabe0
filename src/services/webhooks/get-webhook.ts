/** `GET /api/webhooks/:id`. */
import type { Webhook } from "../../../protocol/rest/webhooks.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findWebhook, shapeWebhook } from "./webhook-record.ts";

export async function getWebhook({ db }: Pick<ServiceContext, "db">, actor: Actor, id: string): Promise<Webhook> {
  requireAllowed(actor, "webhooks.manage", null);
  return shapeWebhook(await findWebhook(db, id));
}
