/** Webhooks: a real receiver on this machine is told of what happens, by whom administrators wished, and until it got through. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { MAX_DELIVERY_ATTEMPTS } from "../../protocol/limits.ts";
import type { Webhook, WebhookCreated, WebhookDelivery } from "../../protocol/rest/webhooks.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { webhookDeliveries } from "../../src/db/schema/webhook-deliveries.ts";
import { webhooks } from "../../src/db/schema/webhooks.ts";
import { deleteOldDeliveries } from "../../src/services/webhooks/delete-old-deliveries.ts";
import { sharedPostgres } from "../fakes/postgres.ts";
import { DATABASES, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { isSignedBy, startReceiver, type WebhookReceiver } from "../fakes/webhook-receiver.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let user: Person;
  const receivers: WebhookReceiver[] = [];

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    user = await world.addUser("User");
  });
  afterAll(async () => {
    await world.stop();
    for (const receiver of receivers) await receiver.stop();
  });

  const receiver = () => {
    const started = startReceiver();
    receivers.push(started);
    return started;
  };
  const create = async (url: string, more: object = {}) => {
    const body = { name: "Desk", url, events: ["machine.online"], allow_private: true, ...more };
    return admin.ask<WebhookCreated>("POST", "/api/webhooks", { body });
  };
  const read = async (id: string) => (await admin.ask<Webhook>("GET", `/api/webhooks/${id}`)).body;
  const messages = async (id: string, query = "") =>
    (await admin.ask<{ items: WebhookDelivery[] }>("GET", `/api/webhooks/${id}/deliveries${query}`)).body.items;
  const tryOut = (id: string) => admin.ask<WebhookDelivery>("POST", `/api/webhooks/${id}/test`);
  const db = () => world.server.services.db;
  /** As if its time had come. */
  const makeDue = async (id: string) => {
    await db()
      .update(webhookDeliveries)
      .set({ nextAttemptAt: new Date(0) })
      .where(eq(webhookDeliveries.id, id));
    await world.server.services.webhooks.deliverDue();
  };
  const firstMessage = async (webhookId: string) => {
    await waitUntil("a message", async () => (await messages(webhookId))[0]?.attempts.length === 1);
    const [message] = await messages(webhookId);
    if (!message) throw new Error("there is no message");
    return message;
  };

  test("what happens is told, signed, with the facts of the machine and nothing more", async () => {
    const { url, received } = receiver();
    const events = ["machine.enrolled", "machine.online", "machine.offline", "machine.removed", "session.started"];
    const { status, body } = await create(url, { events });
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const group = await world.addGroup("Paris");
    const machine = await world.addMachine("reception", group);
    const goOffline = await world.connectAgent(machine);
    await waitUntil("online", () => received.length === 2);
    await admin.ask("POST", `/api/machines/${machine.id}/sessions`, { body: { reason: "Printer" } });
    await waitUntil("a session", () => received.length === 3);
    await goOffline();
    await waitUntil("offline", () => received.length === 4);
    await admin.ask("DELETE", `/api/machines/${machine.id}`);
    await waitUntil("the machine's end", () => received.length === 5);
    const types = received.map((one) => one.body.type);
    expect(types).toEqual([
      "machine.enrolled",
      "machine.online",
      "session.started",
      "machine.offline",
      "machine.removed",
    ]);
    for (const one of received) {
      expect([one.body.type, isSignedBy(body.secret, one)]).toEqual([one.body.type, true]);
      expect(isSignedBy(`whsec_${btoa("another")}`, one)).toBe(false);
      expect(one.headers.get("webhook-id")).toBe(one.body.id);
      expect(one.headers.get("content-type")).toBe("application/json");
      expect(one.path).toBe("/hook?key=1");
    }
    expect(received[1]?.body).toEqual({
      id: expect.any(String),
      type: "machine.online",
      created_at: expect.any(String),
      data: {
        machine: {
          id: machine.id,
          name: "reception",
          hostname: "reception",
          os: "linux",
          arch: "x64",
          agent_version: "0.1.0",
          group: { id: group, name: "Paris" },
          tags: [],
        },
      },
    } as never);
    expect(received[2]?.body.data).toMatchObject({ session: { user: { name: "Ada Admin" }, reason: "Printer" } });
    expect(received[4]?.body.data).toMatchObject({ machine: { name: "reception" }, by: { name: "Ada Admin" } });
    expect(received.map((one) => one.text).join()).not.toContain(machine.accessKey);
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("the secret is told once, and is neither in the database nor on record", async () => {
    const { body } = await create(receiver().url);
    const rows = await db().select().from(webhooks);
    const audit = await db().select().from(auditLog);
    const everything = JSON.stringify([rows, audit, await read(body.id)]);
    expect(everything).not.toContain(body.secret);
    expect(JSON.stringify(audit)).not.toContain("key=1");
    const changed = await admin.ask<WebhookCreated>("PATCH", `/api/webhooks/${body.id}`, {
      body: { rotate_secret: true },
    });
    expect(changed.body.secret).toStartWith("whsec_");
    expect(changed.body.secret).not.toBe(body.secret);
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("a test is sent to one that is turned off, too, and its outcome answered", async () => {
    const hook = receiver();
    const { body } = await create(hook.url, { enabled: false });
    const { status, body: sent } = await tryOut(body.id);
    expect(status).toBe(200);
    expect(sent).toMatchObject({
      type: "webhook.test",
      state: "delivered",
      attempts: [{ status: 200, answer: "taken" }],
    });
    expect(hook.received.map((one) => isSignedBy(body.secret, one))).toEqual([true]);
    hook.answer(() => new Response("x".repeat(100_000), { status: 500 }));
    const { body: failed } = await tryOut(body.id);
    expect(failed).toMatchObject({ state: "failed", attempts: [{ status: 500, error: null }] });
    expect(failed.attempts[0]?.answer).toBe("x".repeat(1_024));
    await hook.stop();
    const { body: refused } = await tryOut(body.id);
    expect(refused).toMatchObject({ state: "failed", attempts: [{ status: null, answer: "" }] });
    expect(refused.attempts[0]?.error).toContain("refused");
    expect(await read(body.id)).toMatchObject({ enabled: false, disabled_reason: null, failing_since: null });
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("redirects are not followed", async () => {
    const [hook, elsewhere] = [receiver(), receiver()];
    const { body } = await create(hook.url);
    hook.answer(() => Response.redirect(elsewhere.url, 307));
    expect((await tryOut(body.id)).body).toMatchObject({ state: "failed", attempts: [{ status: 307 }] });
    expect(elsewhere.received).toEqual([]);
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("a message comes again, the same one, until it gets through", async () => {
    const hook = receiver();
    hook.answer(() => new Response("not now", { status: 503 }));
    const { body } = await create(hook.url);
    const goOffline = await world.connectAgent(await world.addMachine("again"));
    const message = await firstMessage(body.id);
    expect(message).toMatchObject({ state: "pending", attempts: [{ status: 503, answer: "not now" }] });
    expect(Date.parse(message.next_attempt_at ?? "")).toBeGreaterThan(Date.now() + 4_000);
    expect(await read(body.id)).toMatchObject({ waiting: 1, failing_since: expect.any(String) });
    hook.answer(() => new Response(null, { status: 204 }));
    await makeDue(message.id);
    await waitUntil("it to get through", async () => (await messages(body.id, "?state=delivered")).length === 1);
    expect(hook.received.map((one) => one.headers.get("webhook-id"))).toEqual([message.id, message.id]);
    expect(await read(body.id)).toMatchObject({ waiting: 0, failing_since: null });
    const again = await admin.ask("POST", `/api/webhooks/${body.id}/deliveries/${message.id}/retry`);
    expect(again.status).toBe(202);
    await waitUntil("it to be sent by hand", () => hook.received.length === 3);
    await goOffline();
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("one that nothing gets through to for a day is turned off with the reason, and goes on when it is turned on", async () => {
    const hook = receiver();
    hook.answer(() => new Response("broken", { status: 500 }));
    const { body } = await create(hook.url);
    const goOffline = await world.connectAgent(await world.addMachine("broken"));
    const message = await firstMessage(body.id);
    for (let tries = 2; tries <= MAX_DELIVERY_ATTEMPTS; tries++) {
      await makeDue(message.id);
      await waitUntil(`try ${tries}`, async () => (await messages(body.id))[0]?.attempts.length === tries);
    }
    expect((await messages(body.id))[0]).toMatchObject({ state: "failed", next_attempt_at: null });
    const off = await read(body.id);
    expect(off).toMatchObject({ enabled: false, disabled_reason: expect.stringContaining("about a day") });
    const [row] = await db().select().from(auditLog).where(eq(auditLog.action, "webhook.disabled"));
    expect(row).toMatchObject({ actorKind: "system", targetId: body.id });
    const retry = () => admin.ask("POST", `/api/webhooks/${body.id}/deliveries/${message.id}/retry`);
    expect((await retry()).body).toMatchObject({ error: { code: "webhook_disabled" } });
    hook.answer(() => new Response("mended"));
    await admin.ask("PATCH", `/api/webhooks/${body.id}`, { body: { enabled: true } });
    expect(await read(body.id)).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
    expect((await retry()).status).toBe(202);
    await waitUntil("it to get through", async () => (await messages(body.id, "?state=delivered")).length === 1);
    await goOffline();
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("a receiver that is gone for good (410) is told nothing more", async () => {
    const hook = receiver();
    hook.answer(() => new Response("gone", { status: 410 }));
    const { body } = await create(hook.url);
    const goOffline = await world.connectAgent(await world.addMachine("gone"));
    await waitUntil("it to be turned off", async () => !(await read(body.id)).enabled);
    expect((await messages(body.id))[0]).toMatchObject({ state: "failed", attempts: [{ status: 410 }] });
    await goOffline();
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("one that hangs delays nobody else", async () => {
    const [slow, quick] = [receiver(), receiver()];
    let letGo = () => {};
    const hanging = new Promise<Response>((resolve) => {
      letGo = () => resolve(new Response("at last"));
    });
    slow.answer(() => hanging.then((response) => response.clone()));
    const [first, second] = [await create(slow.url), await create(quick.url)];
    const machines = await Promise.all(Array.from({ length: 6 }, (_, at) => world.addMachine(`many-${at}`)));
    const stops = await Promise.all(machines.map((machine) => world.connectAgent(machine)));
    await waitUntil("the quick one's messages", () => quick.received.length === 6);
    expect(slow.received).toHaveLength(2);
    letGo();
    await waitUntil("the slow one's messages", () => slow.received.length === 6);
    for (const stop of stops) await stop();
    for (const { body } of [first, second]) await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test("messages of two weeks ago are forgotten", async () => {
    const hook = receiver();
    const { body } = await create(hook.url);
    await tryOut(body.id);
    await deleteOldDeliveries({ db: db(), now: () => new Date(Date.now() + 13 * 86_400_000) });
    expect(await messages(body.id)).toHaveLength(1);
    await deleteOldDeliveries({ db: db(), now: () => new Date(Date.now() + 15 * 86_400_000) });
    expect(await messages(body.id)).toEqual([]);
    await admin.ask("DELETE", `/api/webhooks/${body.id}`);
  });

  test.each<[string, object]>([
    ["a private address that is not allowed", { allow_private: false }],
    ["a metadata service", { url: "http://169.254.169.254/latest/" }],
    ["another scheme", { url: "file:///etc/passwd" }],
    ["no event", { events: [] }],
    ["an unknown event", { events: ["machine.exploded"] }],
    ["an address that is too long", { url: `https://hooks.example.com/${"x".repeat(2_048)}` }],
  ])("refuses %s", async (_, fault) => {
    const { status, body } = await create("http://127.0.0.1:9/", fault);
    expect([status, body]).toMatchObject([400, { error: { code: "invalid_request" } }]);
  });

  test("what was allowed to be private is not taken from it and kept", async () => {
    const { body } = await create(receiver().url);
    const path = `/api/webhooks/${body.id}`;
    expect((await admin.ask("PATCH", path, { body: { allow_private: false } })).status).toBe(400);
    expect(await read(body.id)).toMatchObject({ allow_private: true });
    await admin.ask("DELETE", path);
  });

  test("they are the administrators'", async () => {
    const { body } = await create(receiver().url);
    const path = `/api/webhooks/${body.id}`;
    for (const [method, one] of [
      ["GET", "/api/webhooks"],
      ["GET", path],
      ["PATCH", path],
      ["DELETE", path],
    ] as const) {
      const asking = method === "PATCH" ? { body: { enabled: false } } : {};
      expect([method, (await user.ask(method, one, asking)).status]).toEqual([method, 403]);
    }
    expect((await user.ask("POST", `${path}/test`)).status).toBe(403);
    expect((await admin.ask("GET", `/api/webhooks/${Bun.randomUUIDv7()}`)).status).toBe(404);
    const [other] = [await create(receiver().url)];
    const { body: sent } = await tryOut(other.body.id);
    expect((await admin.ask("POST", `${path}/deliveries/${sent.id}/retry`)).status).toBe(404);
    for (const { id } of [body, other.body]) await admin.ask("DELETE", `/api/webhooks/${id}`);
  });
});

test("what waits survives the server, and what was under way is tried by the next one", async () => {
  const hook = startReceiver();
  hook.answer(() => new Promise<Response>(() => {}));
  const DATABASE_URL = await (await sharedPostgres()).createDatabase();
  const shared = { DATABASE_URL, AUTH_SECRET: "0123456789abcdefghijklmnopqrstuvwxyzABCDEF" };
  const before = await startWorld("embedded", shared);
  const admin = await before.admin();
  const body = { url: hook.url, events: ["machine.online"], allow_private: true };
  const { body: webhook } = await admin.ask<WebhookCreated>("POST", "/api/webhooks", { body });
  const machines = await Promise.all(["one", "two", "three"].map((name) => before.addMachine(name)));
  for (const machine of machines) await before.connectAgent(machine);
  await waitUntil("the first attempts", () => hook.received.length === 2);
  await before.stop();
  hook.answer(() => new Response("taken"));
  const after = await startWorld("embedded", shared);
  const delivered = () =>
    after.server.services.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.state, "delivered"));
  await waitUntil("all to get through", async () => (await delivered()).length === 3);
  const ids = hook.received.map((one) => one.body.id);
  expect([ids.length, new Set(ids).size]).toEqual([5, 3]);
  // One attempt each on record: nobody had failed.
  expect((await delivered()).map((one) => [one.attemptCount, one.attempts.length])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
  expect(hook.received.every((one) => isSignedBy(webhook.secret, one))).toBe(true);
  await after.stop();
  await hook.stop();
});
