/** A webhook as services read it, with how many messages wait, and as administrators see it: never with its secret. */
import { eq, getTableColumns, sql } from "drizzle-orm";
import type { Webhook } from "../../../protocol/rest/webhooks.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { type WebhookRow, webhooks } from "../../db/schema/webhooks.ts";
import { notFound } from "../failures.ts";

export type WebhookRecord = WebhookRow & { waiting: number };

const waiting = sql<number>`(
  select count(*)::int from webhook_deliveries one where one.webhook_id = webhooks.id and one.state = 'pending')`;

export function selectWebhooks(db: Database | Transaction) {
  return db
    .select({ ...getTableColumns(webhooks), waiting })
    .from(webhooks)
    .$dynamic();
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findWebhook(db: Database | Transaction, id: string): Promise<WebhookRecord> {
  const [record] = await selectWebhooks(db).where(eq(webhooks.id, id));
  if (!record) throw notFound("webhook");
  return record;
}

export function shapeWebhook(record: WebhookRecord): Webhook {
  return {
    id: record.id,
    name: record.name,
    url: record.url,
    events: record.events,
    allow_private: record.allowPrivate,
    enabled: record.isEnabled,
    disabled_reason: record.disabledReason,
    failing_since: record.failingSince?.toISOString() ?? null,
    waiting: record.waiting,
    dropped: record.droppedCount,
    created_at: record.createdAt.toISOString(),
  };
}

/** For the audit log. Of the address only the host: paths of such addresses are often secrets. */
export function targetOf({ id, name, url }: Pick<WebhookRow, "id" | "name" | "url">) {
  const host = URL.parse(url)?.host ?? "";
  return { target: { kind: "webhook", id, name: name || host }, host };
}
