/** What came of an attempt: got through, comes again, or given up; and a webhook that nothing gets through to is turned off. */
import { and, eq, isNull, lte, sql } from "drizzle-orm";
import type { DeliveryAttempt } from "../../../protocol/rest/webhooks.ts";
import type { Database } from "../../db/database.ts";
import { type DeliveryRow, webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import { type WebhookRow, webhooks } from "../../db/schema/webhooks.ts";
import { recordAudit } from "../audit/record.ts";
import { isDelivered } from "./attempt.ts";
import { delayAfter } from "./backoff.ts";
import { TEST_TYPE } from "./delivery-record.ts";

export type OutcomeNeeds = { db: Database; now(): Date };

/** Attempts that the log shows of one message, also of one that was sent again by hand. */
const KEPT_ATTEMPTS = 20;
const HTTP_GONE = 410;

export async function writeOutcome(
  needs: OutcomeNeeds,
  webhook: WebhookRow,
  delivery: DeliveryRow,
  attempt: DeliveryAttempt,
): Promise<DeliveryRow | null> {
  const { db, now } = needs;
  const outcome = outcomeOf(delivery, attempt, now());
  return db.transaction(async (tx) => {
    const [written] = await tx
      .update(webhookDeliveries)
      .set({ ...outcome, attempts: [...delivery.attempts, attempt].slice(-KEPT_ATTEMPTS), leasedUntil: null })
      .where(eq(webhookDeliveries.id, delivery.id))
      .returning();
    if (!written) return null;
    const itself = eq(webhooks.id, webhook.id);
    if (outcome.state === "delivered") {
      await tx.update(webhooks).set({ failingSince: null }).where(itself);
      return written;
    }
    // A test says what is wrong to whoever makes it.
    if (delivery.type === TEST_TYPE) return written;
    await tx
      .update(webhooks)
      .set({ failingSince: sql`coalesce(${webhooks.failingSince}, ${attempt.at}::timestamptz)` })
      .where(itself);
    const reason = reasonToDisable(written, attempt);
    if (!reason) return written;
    const [disabled] = await tx
      .update(webhooks)
      .set({ isEnabled: false, disabledReason: reason, updatedAt: now() })
      .where(
        and(
          itself,
          eq(webhooks.isEnabled, true),
          isNull(webhooks.disabledReason),
          // Something got through since this message was first tried: only this one fails.
          lte(webhooks.failingSince, firstTriedAt(written)),
        ),
      )
      .returning({ id: webhooks.id });
    if (!disabled) return written;
    const target = { kind: "webhook", id: webhook.id, name: webhook.name };
    const system = { kind: "system", name: "webhooks" } as const;
    await recordAudit(tx, system, { action: "webhook.disabled", target, details: { reason } }, now());
    return written;
  });
}

function outcomeOf(delivery: DeliveryRow, attempt: DeliveryAttempt, now: Date) {
  if (isDelivered(attempt)) return { state: "delivered" } as const;
  const delayMs = delivery.type === TEST_TYPE ? null : delayAfter(delivery.attemptCount);
  if (delayMs === null || attempt.status === HTTP_GONE) return { state: "failed" } as const;
  return { state: "pending", nextAttemptAt: new Date(now.getTime() + delayMs) } as const;
}

function reasonToDisable({ state }: DeliveryRow, { status }: DeliveryAttempt): string | null {
  if (state !== "failed") return null;
  if (status === HTTP_GONE) return "The receiver answered 410: it wants no more messages.";
  return "Nothing got through for about a day.";
}

/** Since it was last begun anew. */
function firstTriedAt({ attempts, attemptCount, createdAt }: DeliveryRow): Date {
  const first = attempts.at(-attemptCount) ?? attempts[0];
  return first ? new Date(first.at) : createdAt;
}
