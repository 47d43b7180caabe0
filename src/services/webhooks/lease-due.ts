/** The next message that is due, taken so that no other process has it, too. */
import { and, asc, eq, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { type DeliveryRow, webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import { type WebhookRow, webhooks } from "../../db/schema/webhooks.ts";
import { ATTEMPT_TIMEOUT_MS } from "./attempt.ts";

/** A name that is looked up, an answer that is waited for, and an outcome that is written take no longer. */
const LEASE_MS = 2 * ATTEMPT_TIMEOUT_MS + 30_000;

export type Leased = { webhook: WebhookRow; delivery: DeliveryRow };

/** @param busy webhooks that have enough under way; null: nothing is due */
export async function leaseDue(
  { db, now }: { db: Database; now(): Date },
  busy: readonly string[],
): Promise<Leased | null> {
  const { id, webhookId, state, nextAttemptAt } = webhookDeliveries;
  const [due] = await db
    .select({ id, webhook: webhooks })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookId))
    .where(
      and(
        eq(state, "pending"),
        lte(nextAttemptAt, now()),
        isFree(now()),
        eq(webhooks.isEnabled, true),
        busy.length > 0 ? notInArray(webhookId, [...busy]) : undefined,
      ),
    )
    .orderBy(asc(nextAttemptAt), asc(id))
    .limit(1);
  if (!due) return null;
  const delivery = await lease({ db, now }, due.id);
  // Another process was faster: the rest comes with the next round.
  return delivery && { webhook: due.webhook, delivery };
}

/** Counts the attempt before it is made: what ends this process each time does not come back for ever. */
export async function lease({ db, now }: { db: Database; now(): Date }, id: string): Promise<DeliveryRow | null> {
  const [delivery] = await db
    .update(webhookDeliveries)
    .set({
      leasedUntil: new Date(now().getTime() + LEASE_MS),
      attemptCount: sql`${webhookDeliveries.attemptCount} + 1`,
    })
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, "pending"), isFree(now())))
    .returning();
  return delivery ?? null;
}

/** As if it had not been taken. */
export async function release({ db }: { db: Database }, id: string): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({ leasedUntil: null, attemptCount: sql`${webhookDeliveries.attemptCount} - 1` })
    .where(eq(webhookDeliveries.id, id));
}

function isFree(now: Date) {
  return or(isNull(webhookDeliveries.leasedUntil), lte(webhookDeliveries.leasedUntil, now));
}
