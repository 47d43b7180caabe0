/** REST shapes of webhooks: where the server tells of what happens, and what became of each message (docs/protocol.md). */
import { z } from "zod";
import { MAX_NAME_LENGTH, MAX_WEBHOOK_URL_LENGTH } from "../limits.ts";
import { id, pageQuery, time } from "./shapes.ts";

export const WEBHOOK_EVENTS = [
  "machine.enrolled",
  "machine.accepted",
  "machine.online",
  "machine.offline",
  "machine.removed",
  "session.started",
  "session.ended",
  "script_run.ended",
] as const;
export const webhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof webhookEvent>;

export const webhook = z.object({
  id,
  name: z.string(),
  url: z.string(),
  events: z.array(webhookEvent),
  allow_private: z.boolean(),
  enabled: z.boolean(),
  /** Why the server turned it off by itself. */
  disabled_reason: z.string().nullable(),
  /** Nothing has got through since then. */
  failing_since: time.nullable(),
  /** Messages that wait for their first or next attempt. */
  waiting: z.number(),
  /** Events that were not kept, because too many waited. */
  dropped: z.number(),
  created_at: time,
});
export type Webhook = z.infer<typeof webhook>;

/** The secret is in this answer only. */
export const webhookCreated = webhook.extend({ secret: z.string() });
export type WebhookCreated = z.infer<typeof webhookCreated>;
/** With `rotate_secret` the new secret, once. */
export const webhookChanged = webhook.extend({ secret: z.string().optional() });
export type WebhookChanged = z.infer<typeof webhookChanged>;

const url = z.string().trim().min(1).max(MAX_WEBHOOK_URL_LENGTH);
const events = z
  .array(webhookEvent)
  .min(1, "choose at least one event")
  .transform((chosen) => WEBHOOK_EVENTS.filter((event) => chosen.includes(event)));

export const webhookRequest = z.object({
  name: z.string().trim().max(MAX_NAME_LENGTH).default(""),
  url,
  events,
  /** The address may be private (or this server's own), and plain HTTP. */
  allow_private: z.boolean().default(false),
  enabled: z.boolean().default(true),
});
export type WebhookRequest = z.input<typeof webhookRequest>;

/** What is left out stays. */
export const webhookPatch = z.object({
  name: z.string().trim().max(MAX_NAME_LENGTH).optional(),
  url: url.optional(),
  events: events.optional(),
  allow_private: z.boolean().optional(),
  enabled: z.boolean().optional(),
  rotate_secret: z.boolean().optional(),
});
export type WebhookPatch = z.infer<typeof webhookPatch>;

export const deliveryState = z.enum(["pending", "delivered", "failed"]);
export type DeliveryState = z.infer<typeof deliveryState>;

export const deliveryAttempt = z.object({
  at: time,
  /** Of the receiver's answer; null: none came. */
  status: z.number().nullable(),
  /** What went wrong on the way. */
  error: z.string().nullable(),
  /** The first bytes of the answer's body. */
  answer: z.string(),
  duration_ms: z.number(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

export const webhookDelivery = z.object({
  id,
  /** One of the events, or `webhook.test`. */
  type: z.string(),
  state: deliveryState,
  created_at: time,
  next_attempt_at: time.nullable(),
  attempts: z.array(deliveryAttempt),
  body: z.string(),
});
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

export const deliveryQuery = pageQuery.extend({ state: deliveryState.optional() });
