/**
 * Carries webhooks' messages out: writes down what happened for each webhook that wants it, and tries what is due. The rows are
 * the queue, so that nothing is lost with a restart, and several servers share the work by leases.
 */
import type { DeliveryRow } from "../../db/schema/webhook-deliveries.ts";
import type { WebhookRow } from "../../db/schema/webhooks.ts";
import type { ServiceEvent } from "../events/live-events.ts";
import { type AttemptNeeds, attemptDelivery } from "./attempt.ts";
import { leaseDue, release } from "./lease-due.ts";
import { type StoreNeeds, storeMessages, type TimedMessage } from "./store-messages.ts";
import { messageOf } from "./webhook-message.ts";
import { type OutcomeNeeds, writeOutcome } from "./write-outcome.ts";

export type WebhookDeliverer = {
  /** Of what happened; waits for nothing. */
  note(event: ServiceEvent): void;
  /** Begins what is due; comes round by itself as well. */
  deliverDue(): Promise<void>;
  /** Tries a message that was leased, and answers once its outcome is on record. */
  attempt(webhook: WebhookRow, delivery: DeliveryRow): Promise<DeliveryRow | null>;
  /** Stops what is under way and writes down what is not yet; what was stopped is tried again later. */
  stop(): Promise<void>;
};

type Needs = StoreNeeds & OutcomeNeeds & Omit<AttemptNeeds, "signal">;

/** At once in all, and to one webhook: one that hangs keeps the others' places free. */
const AT_ONCE = 16;
const AT_ONCE_EACH = 2;
/** Events that wait to be written down while the database is away. */
const MAX_UNWRITTEN = 5_000;
/** A list that is looked at is told of a burst's end, not of each message. */
const TELL_MS = 400;

export function createWebhookDeliverer(needs: Needs): WebhookDeliverer {
  const stopping = new AbortController();
  const underWay = new Map<string, number>();
  const attempts = new Set<Promise<unknown>>();
  const untold = new Set<string>();
  let unwritten: TimedMessage[] = [];
  let writing: Promise<void> | null = null;
  let leasing: Promise<void> = Promise.resolve();
  let isNextWaiting = false;

  function tell(webhookId: string): void {
    if (untold.size === 0) {
      setTimeout(() => {
        for (const id of untold) needs.events.publish({ type: "webhooks.changed", webhookId: id });
        untold.clear();
      }, TELL_MS).unref();
    }
    untold.add(webhookId);
  }

  function write(): Promise<void> {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  }

  async function writeAll(): Promise<void> {
    while (unwritten.length > 0) {
      const batch = unwritten;
      unwritten = [];
      try {
        for (const webhookId of await storeMessages(needs, batch)) tell(webhookId);
      } catch (error) {
        needs.warn("webhooks' messages could not be written; they will be with the next round", { err: error });
        unwritten = [...batch, ...unwritten].slice(0, MAX_UNWRITTEN);
        return;
      }
    }
  }

  async function attempt(webhook: WebhookRow, delivery: DeliveryRow): Promise<DeliveryRow | null> {
    const made = await attemptDelivery({ ...needs, signal: stopping.signal }, webhook, delivery);
    // The receiver has not failed: the next process tries it at once.
    if (stopping.signal.aborted) {
      await release(needs, delivery.id);
      return null;
    }
    const written = await writeOutcome(needs, webhook, delivery, made);
    tell(webhook.id);
    return written;
  }

  function begin(webhook: WebhookRow, delivery: DeliveryRow): void {
    const { id } = webhook;
    underWay.set(id, (underWay.get(id) ?? 0) + 1);
    const work = attempt(webhook, delivery)
      .catch((error) => needs.warn("what became of a webhook's message could not be written", { err: error }))
      .finally(() => {
        attempts.delete(work);
        underWay.set(id, (underWay.get(id) ?? 1) - 1);
        if (underWay.get(id) === 0) underWay.delete(id);
        // Its place is free: what waited for one comes now.
        void deliverDue();
      });
    attempts.add(work);
  }

  async function leaseAll(): Promise<void> {
    while (!stopping.signal.aborted && attempts.size < AT_ONCE) {
      const busy = [...underWay].filter(([, count]) => count >= AT_ONCE_EACH).map(([id]) => id);
      const leased = await leaseDue(needs, busy);
      if (!leased) return;
      begin(leased.webhook, leased.delivery);
    }
  }

  /** One that is asked for while another waits for its turn is that one. */
  function deliverDue(): Promise<void> {
    if (unwritten.length > 0) void write();
    if (isNextWaiting) return leasing;
    isNextWaiting = true;
    leasing = leasing
      .then(() => {
        isNextWaiting = false;
        return leaseAll();
      })
      .catch((error) => needs.warn("webhooks' messages could not be looked up", { err: error }));
    return leasing;
  }

  return {
    note(event) {
      const message = messageOf(event);
      if (!message) return;
      if (unwritten.length < MAX_UNWRITTEN) unwritten.push({ ...message, at: needs.now() });
      void write().then(deliverDue);
    },
    deliverDue,
    attempt,
    async stop() {
      stopping.abort();
      await Promise.allSettled([write(), leasing, ...attempts]);
    },
  };
}
