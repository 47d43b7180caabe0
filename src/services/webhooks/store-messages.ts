/** Writes messages down for each webhook that wants them, up to as many as may wait for one. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { MAX_WAITING_DELIVERIES } from "../../../protocol/limits.ts";
import type { Database } from "../../db/database.ts";
import { webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import { webhooks } from "../../db/schema/webhooks.ts";
import type { LiveEvents } from "../events/live-events.ts";
import type { WebhookMessage } from "./webhook-message.ts";

export type TimedMessage = WebhookMessage & { at: Date };

export type StoreNeeds = {
  db: Database;
  events: Pick<LiveEvents, "publish">;
  now(): Date;
  warn(message: string, details?: Record<string, unknown>): void;
};

/** @returns the webhooks that have something new */
export async function storeMessages({ db }: StoreNeeds, messages: readonly TimedMessage[]): Promise<string[]> {
  const wanting = await db
    .select({ id: webhooks.id, events: webhooks.events })
    .from(webhooks)
    .where(eq(webhooks.isEnabled, true));
  const told = wanting.filter(({ events }) => messages.some(({ type }) => events.includes(type)));
  if (told.length === 0) return [];
  await db.transaction(async (tx) => {
    const counts = await tx
      .select({ id: webhookDeliveries.webhookId, waiting: sql<number>`count(*)::int` })
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.state, "pending"),
          inArray(
            webhookDeliveries.webhookId,
            told.map(({ id }) => id),
          ),
        ),
      )
      .groupBy(webhookDeliveries.webhookId);
    const waiting = new Map(counts.map((count) => [count.id, count.waiting]));
    for (const { id, events } of told) {
      const wanted = messages.filter(({ type }) => events.includes(type));
      const kept = wanted.slice(0, Math.max(0, MAX_WAITING_DELIVERIES - (waiting.get(id) ?? 0)));
      if (kept.length > 0) await tx.insert(webhookDeliveries).values(kept.map((message) => rowOf(id, message)));
      const dropped = wanted.length - kept.length;
      if (dropped === 0) continue;
      const droppedCount = sql`${webhooks.droppedCount} + ${dropped}`;
      await tx.update(webhooks).set({ droppedCount }).where(eq(webhooks.id, id));
    }
  });
  return told.map(({ id }) => id);
}

/** A delivery's row, with the body as it is signed and sent. */
export function rowOf(webhookId: string, { type, data, at }: Omit<TimedMessage, "type"> & { type: string }) {
  const id = Bun.randomUUIDv7();
  const body = JSON.stringify({ id, type, created_at: at.toISOString(), data });
  return { id, webhookId, type, body, nextAttemptAt: at, createdAt: at };
}
