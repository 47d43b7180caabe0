/** What events are called, and how a webhook and a message of it stand. */
import type { DeliveryAttempt, DeliveryState, Webhook, WebhookEvent } from "../../../../../protocol/rest/webhooks.ts";
import type { BadgeTone } from "../../../components/badge.tsx";

export const EVENT_WORDS: Readonly<Record<WebhookEvent, string>> = {
  "machine.enrolled": "A machine was enrolled",
  "machine.accepted": "A waiting machine was accepted",
  "machine.online": "A machine came online",
  "machine.offline": "A machine went offline",
  "machine.removed": "A machine was removed",
  "session.started": "A session began",
  "session.ended": "A session ended",
  "script_run.ended": "A run of a script ended",
};

/** Its name, or the host that it goes to. */
export function nameOf({ name, url }: Pick<Webhook, "name" | "url">): string {
  return name || (URL.parse(url)?.host ?? url);
}

export type Standing = { label: string; tone: BadgeTone };

export function standingOf(webhook: Webhook): Standing {
  if (webhook.disabled_reason) return { label: "Turned off: failing", tone: "danger" };
  if (!webhook.enabled) return { label: "Off", tone: "neutral" };
  return webhook.failing_since ? { label: "Failing", tone: "warning" } : { label: "On", tone: "online" };
}

export const DELIVERY_STANDINGS: Readonly<Record<DeliveryState, Standing>> = {
  pending: { label: "Waiting", tone: "warning" },
  delivered: { label: "Delivered", tone: "online" },
  failed: { label: "Failed", tone: "danger" },
};

/** "204 in 12 ms", "its name cannot be found". */
export function outcomeOf({ status, error, duration_ms }: DeliveryAttempt): string {
  return status === null ? (error ?? "no answer") : `answered ${status} in ${duration_ms} ms`;
}
