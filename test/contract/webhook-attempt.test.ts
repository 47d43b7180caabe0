/** One attempt at one message with a resolver that lies: what was checked is where the connection goes. */
import { afterAll, expect, test } from "bun:test";
import type { WebhookRow } from "../../src/db/schema/webhooks.ts";
import { deriveServerKeys } from "../../src/lib/server-keys.ts";
import { attemptDelivery } from "../../src/services/webhooks/attempt.ts";
import { startReceiver } from "../fakes/webhook-receiver.ts";

const receiver = startReceiver();
afterAll(() => receiver.stop());

const keys = deriveServerKeys("a secret of thirty-two characters");
const delivery = { id: "0190a0a0-0000-7000-8000-000000000000", body: '{"id":"1","type":"webhook.test","data":{}}' };
const webhook = (more: Partial<WebhookRow> = {}): WebhookRow => ({
  id: "0190a0a0-0000-7000-8000-000000000001",
  name: "",
  url: receiver.url.replace("127.0.0.1", "rebound.example.com"),
  events: ["machine.online"],
  sealedSecret: keys.seal("webhook_secret", "whsec_AAAA"),
  allowPrivate: true,
  isEnabled: true,
  disabledReason: null,
  failingSince: null,
  droppedCount: 0,
  createdBy: null,
  createdAt: new Date(),
  updatedAt: new Date(),
  ...more,
});
const attempt = (row: WebhookRow, lookup: () => Promise<string[]>) =>
  attemptDelivery({ keys, now: () => new Date(), lookup, signal: new AbortController().signal }, row, delivery);

test("a name is looked up once, and its answer is where the connection goes, whatever it resolves to next", async () => {
  const answers = [["127.0.0.1"], ["169.254.169.254"]];
  let lookups = 0;
  const rebinding = async () => answers[lookups++] ?? [];
  expect(await attempt(webhook(), rebinding)).toMatchObject({ status: 200, error: null });
  expect(lookups).toBe(1);
  expect(await attempt(webhook(), rebinding)).toMatchObject({
    status: null,
    error: "rebound.example.com leads to 169.254.169.254: no webhook goes to such an address",
  });
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]?.headers.get("host")).toStartWith("rebound.example.com:");
});

test("a name that was public when the webhook was made, and leads home now, is not followed", async () => {
  const before = receiver.received.length;
  const made = await attempt(webhook({ allowPrivate: false }), async () => ["127.0.0.1"]);
  expect(made).toMatchObject({ status: null, error: expect.stringContaining("private address") });
  expect(receiver.received.length).toBe(before);
});

test("without its secret nothing is sent unsigned", async () => {
  const before = receiver.received.length;
  const foreign = deriveServerKeys("another secret of 32 characters..").seal("webhook_secret", "whsec_AAAA");
  const made = await attempt(webhook({ sealedSecret: foreign }), async () => ["127.0.0.1"]);
  expect(made.error).toContain("make a new one");
  expect(receiver.received.length).toBe(before);
});
