/** API keys and sign-ins: what they open, what they never open, and that they end at once. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import type { ApiKey, ApiKeyCreated, SignIn } from "../../protocol/rest/sign-in.ts";
import { apiKeys } from "../../src/db/schema/api-keys.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { authSessions } from "../../src/db/schema/auth-sessions.ts";
import { scriptRunMachines } from "../../src/db/schema/script-run-machines.ts";
import { scriptRuns } from "../../src/db/schema/script-runs.ts";
import { sessionTickets } from "../../src/db/schema/session-tickets.ts";
import { users } from "../../src/db/schema/users.ts";
import { resolveKey } from "../../src/services/accounts/resolve-key.ts";
import { runOnMachine } from "../../src/services/script-runs/run-on-machine.ts";
import { recheckViewers } from "../../src/services/sessions/recheck-viewers.ts";
import {
  type Answer,
  callerAt,
  DATABASES,
  type Machine,
  type Person,
  type ServerWorld,
  signIn,
  startWorld,
} from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let machine: Machine;
  let loose: Machine;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    member = await world.addUser("Member");
    const groupId = await world.addGroup("Office", [{ person: member }]);
    machine = await world.addMachine("desk", groupId);
    loose = await world.addMachine("loose");
    await world.connectAgent(machine);
  });
  afterAll(() => world.stop());

  const make = async (person: Person, body: object = {}) => {
    const answer = await person.ask<ApiKeyCreated>("POST", "/api/api-keys", { body: { name: "backup", ...body } });
    expect(answer.status).toBe(201);
    return { ...answer.body, ...callerAt(world.url, { Authorization: `Bearer ${answer.body.key}` }) };
  };
  const errorOf = ({ status, body }: Answer) => [status, (body.error as { code: string } | undefined)?.code];

  test("a key acts as its owner wherever a cookie does, without any Origin, and the log says which key", async () => {
    const key = await make(member);
    expect(key.key).toMatch(/^rlk_[\w-]{43}$/);
    expect((await key.ask("GET", "/api/me")).body.email).toBe(member.email);
    const renamed = await key.ask("PATCH", `/api/machines/${machine.id}`, { body: { notes: "by the key" } });
    expect(renamed.status).toBe(200);
    const foreign = { headers: { Origin: "https://elsewhere.example" }, body: { notes: "again" } };
    expect((await key.ask("PATCH", `/api/machines/${machine.id}`, foreign)).status).toBe(200);
    const { db } = world.server.services;
    const [row] = await db
      .select()
      .from(auditLog)
      .where(eq(auditLog.actorId, member.id))
      .orderBy(desc(auditLog.position))
      .limit(1);
    expect(row).toMatchObject({ action: "machine.changed", details: { api_key: { id: key.id, name: "backup" } } });
  });

  const addRun = async (owner: Person) => {
    const at = new Date();
    const [run] = await world.server.services.db
      .insert(scriptRuns)
      .values({
        name: "uptime",
        shell: "sh",
        script: "uptime",
        timeoutS: 60,
        isElevated: false,
        parameterNames: [],
        createdBy: owner.id,
        createdByName: "somebody",
        createdAt: at,
        aliveAt: at,
      })
      .returning();
    if (!run) throw new Error("no run was written");
    return run;
  };

  test("an administrator's key that is narrowed to scripts changes nobody else's, and sees nobody else's runs", async () => {
    const others = await world.addUser("Author");
    await world.addGroup("Authors", [{ person: others, permissions: ["view", "scripts"] }]);
    const body = { name: "uptime", shell: "sh", script: "uptime" };
    const script = await others.ask("POST", "/api/scripts", { body });
    expect(script.status).toBe(201);
    const run = await addRun(others);
    const own = await addRun(admin);
    const narrowed = await make(admin, { permissions: ["view", "scripts"] });
    const whole = await make(admin);
    const patch = { body: { script: "id" } };
    expect((await narrowed.ask("PATCH", `/api/scripts/${script.body.id}`, patch)).status).toBe(403);
    expect((await narrowed.ask("GET", `/api/script-runs/${run.id}`)).status).toBe(404);
    expect((await narrowed.ask("POST", `/api/script-runs/${run.id}/stop`)).status).toBe(404);
    const listed = await narrowed.ask<{ items: { id: string }[] }>("GET", "/api/script-runs");
    expect(listed.body.items.map(({ id }) => id)).toEqual([own.id]);
    expect((await whole.ask("GET", `/api/script-runs/${run.id}`)).status).toBe(200);
    expect((await whole.ask("PATCH", `/api/scripts/${script.body.id}`, patch)).status).toBe(200);
  });

  test("a run that a key has begun goes to no further machine once the key is revoked", async () => {
    const { services } = world.server;
    const key = await make(admin, { permissions: ["view", "scripts"] });
    const actor = await resolveKey(services, key.key, null);
    if (!actor) throw new Error("the key opens nothing");
    const run = await addRun(admin);
    await services.db.insert(scriptRunMachines).values({ runId: run.id, machineId: machine.id, machineName: "desk" });
    const targets = services.activeRuns.open(run.id, [machine.id]);
    const target = targets.get(machine.id);
    if (!target) throw new Error("there is no target");
    expect((await admin.ask("DELETE", `/api/api-keys/${key.id}`)).status).toBe(204);
    await runOnMachine(services, { run, parameters: {}, actor, targets }, machine.id, target);
    const [row] = await services.db.select().from(scriptRunMachines).where(eq(scriptRunMachines.runId, run.id));
    expect(row?.state).toBe("refused");
    // What it said is in its row: a thousand machines' output is not held until the last one is done.
    expect(services.activeRuns.find(run.id, machine.id)).toBeNull();
    services.activeRuns.close(run.id);
  });

  test("it is told once, kept as a hash, and listed with when it was used", async () => {
    const key = await make(admin, { name: "nightly" });
    const [row] = await world.server.services.db.select().from(apiKeys).where(eq(apiKeys.id, key.id));
    expect(JSON.stringify(row)).not.toContain(key.key);
    await key.ask("GET", "/api/me");
    const { body } = await admin.ask<{ items: ApiKey[] }>("GET", "/api/api-keys");
    const listed = body.items.find(({ id }) => id === key.id);
    expect(listed).toMatchObject({
      name: "nightly",
      beginning: key.key.slice(0, 8),
      read_only: false,
      permissions: null,
    });
    expect(listed?.last_used_at).toStartWith("20");
    expect(JSON.stringify(body)).not.toContain(key.key);
  });

  test("no key reaches what people prove themselves by", async () => {
    const key = await make(admin);
    const answers = [
      await key.ask("POST", "/api/auth/change-password", {
        body: { currentPassword: "x", newPassword: "long enough one" },
      }),
      await key.ask("POST", "/api/auth/update-user", { body: { name: "Eve" } }),
      await key.ask("POST", "/api/auth/authenticator"),
      await key.ask("GET", "/api/auth/second-factors"),
      await key.ask("GET", "/api/api-keys"),
      await key.ask("POST", "/api/api-keys", { body: { name: "another" } }),
      await key.ask("DELETE", `/api/api-keys/${key.id}`),
      await key.ask("GET", "/api/sign-ins"),
      await key.ask("DELETE", `/api/users/${member.id}/second-factor`),
      await key.ask("POST", `/api/users/${member.id}/password-reset`),
      await key.ask("PATCH", "/api/settings", { body: { two_factor_required: "admins" } }),
      await key.ask("PATCH", "/api/settings", { body: { reset: ["two_factor_required"] } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 403, 403, 403, 403, 403, 403, 403, 403]);
    expect((await key.ask("PATCH", "/api/settings", { body: { two_factor_required: "nobody" } })).status).toBe(200);
  });

  test("of a cookie and a key in one request only the key counts", async () => {
    const key = await make(member);
    const both = callerAt(world.url, { cookie: admin.cookie, Origin: world.url, Authorization: `Bearer ${key.key}` });
    expect((await both.ask("GET", "/api/me")).body.email).toBe(member.email);
    const wrong = callerAt(world.url, { cookie: admin.cookie, Origin: world.url, Authorization: "Bearer rlk_none" });
    expect((await wrong.ask("GET", "/api/me")).status).toBe(401);
    const foreign = callerAt(world.url, { cookie: admin.cookie, Authorization: "Bearer rlk_none" });
    expect((await foreign.ask("POST", "/api/enrollment-tokens", { body: {} })).status).toBe(401);
  });

  test("one that may only read changes nothing", async () => {
    const key = await make(admin, { read_only: true });
    expect((await key.ask("GET", "/api/machines")).status).toBe(200);
    const change = await key.ask("PATCH", `/api/machines/${machine.id}`, { body: { notes: "no" } });
    expect(errorOf(change)).toEqual([403, "read_only_key"]);
    expect(errorOf(await key.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} }))).toEqual([
      403,
      "read_only_key",
    ]);
  });

  test("one that is narrowed to permissions has no others, not even an administrator's", async () => {
    const key = await make(admin, { permissions: ["view", "control"] });
    expect((await key.ask("GET", "/api/me")).body.permissions).toEqual(["view", "control"]);
    expect((await key.ask("GET", `/api/machines/${loose.id}`)).status).toBe(200);
    expect((await key.ask("PATCH", `/api/machines/${machine.id}`, { body: { notes: "no" } })).status).toBe(403);
    expect((await key.ask("GET", "/api/enrollment-tokens")).status).toBe(403);
    const { body } = await key.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const { db } = world.server.services;
    const [ticket] = await db
      .select()
      .from(sessionTickets)
      .where(eq(sessionTickets.sessionId, String(body.session_id)));
    expect(ticket).toMatchObject({ permissions: ["view", "control"], apiKeyId: key.id });
    // The owner's own ticket in the session has more; the key does not use it.
    expect((await admin.ask("POST", `/api/sessions/${body.session_id}/join`, { body: {} })).status).toBe(201);
    expect((await key.ask("GET", `/api/sessions/${body.session_id}/files?path=~`)).status).toBe(403);
  });

  test("a member's narrowed key does not gain by a code that was read out", async () => {
    const key = await make(member, { permissions: ["view"] });
    const { body: code } = await machine.ask("POST", "/api/agent/session-code", { body: {} });
    const { body } = await key.ask("POST", "/api/sessions/join", { body: { code: code.code } });
    const { db } = world.server.services;
    const [ticket] = await db
      .select()
      .from(sessionTickets)
      .where(eq(sessionTickets.sessionId, String(body.session_id)));
    expect(ticket?.permissions).toEqual(["view"]);
  });

  test("what its owner loses it loses, and a disabled owner's opens nothing", async () => {
    const owner = await world.addUser("Owner");
    const key = await make(owner);
    const { db } = world.server.services;
    const statuses = async () => [
      (await key.ask("GET", "/api/me")).status,
      (await key.ask("GET", "/api/audit")).status,
    ];
    await db.update(users).set({ role: "admin" }).where(eq(users.id, owner.id));
    expect(await statuses()).toEqual([200, 200]);
    await db.update(users).set({ role: "user" }).where(eq(users.id, owner.id));
    expect(await statuses()).toEqual([200, 403]);
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, owner.id));
    expect(await statuses()).toEqual([401, 401]);
  });

  test("an expired one opens nothing, and one that would be expired is not made", async () => {
    const key = await make(member, { expires_at: new Date(Date.now() + 60_000).toISOString() });
    expect((await key.ask("GET", "/api/me")).status).toBe(200);
    const past = new Date(Date.now() - 1_000);
    await world.server.services.db.update(apiKeys).set({ expiresAt: past }).where(eq(apiKeys.id, key.id));
    expect((await key.ask("GET", "/api/me")).status).toBe(401);
    const late = await member.ask("POST", "/api/api-keys", { body: { name: "x", expires_at: past.toISOString() } });
    expect(errorOf(late)).toEqual([400, "invalid_request"]);
    const none = await member.ask("POST", "/api/api-keys", { body: { name: "x", permissions: [] } });
    expect(errorOf(none)).toEqual([400, "invalid_request"]);
  });

  test("revoking ends it at once, with the tickets that it was given; nobody revokes another's", async () => {
    const key = await make(member);
    const { body } = await key.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    expect((await admin.ask("DELETE", `/api/api-keys/${key.id}`)).status).toBe(404);
    expect((await member.ask("DELETE", `/api/api-keys/${key.id}`)).status).toBe(204);
    expect((await key.ask("GET", "/api/me")).status).toBe(401);
    const { db } = world.server.services;
    expect(
      await db
        .select()
        .from(sessionTickets)
        .where(eq(sessionTickets.sessionId, String(body.session_id))),
    ).toEqual([]);
  });

  test("making one asks again who one is, after ten minutes", async () => {
    const person = await world.addUser("Idle");
    const { db } = world.server.services;
    await db
      .update(authSessions)
      .set({ provenAt: new Date(Date.now() - 11 * 60_000) })
      .where(eq(authSessions.userId, person.id));
    const refused = await person.ask("POST", "/api/api-keys", { body: { name: "x" } });
    expect(errorOf(refused)).toEqual([403, "reauthentication_required"]);
  });

  test("a person sees where they are signed in, and ends one or all others, at once", async () => {
    const person = await world.addUser("Traveller");
    const [phone, cafe] = [await signIn(world.url, person.email), await signIn(world.url, person.email)];
    const list = async () => (await person.ask<{ items: SignIn[] }>("GET", "/api/sign-ins")).body.items;
    const items = await list();
    expect(items.map(({ current }) => current)).toEqual([false, false, true]);
    expect(items[0]).toMatchObject({ method: "password", second_factor: false, address: "127.0.0.1" });
    expect(JSON.stringify(items)).not.toContain("token");
    const ofCafe = items[0]?.id ?? "";
    expect((await admin.ask("DELETE", `/api/sign-ins/${ofCafe}`)).status).toBe(404);
    expect((await person.ask("DELETE", `/api/sign-ins/${ofCafe}`)).status).toBe(204);
    expect([(await cafe.ask("GET", "/api/me")).status, (await phone.ask("GET", "/api/me")).status]).toEqual([401, 200]);
    expect((await person.ask("DELETE", "/api/sign-ins")).status).toBe(204);
    expect([(await phone.ask("GET", "/api/me")).status, (await list()).length]).toEqual([401, 1]);
  });

  test("an open viewer goes with the sign-in that opened it", async () => {
    const person = await world.addUser("Remote");
    const { db } = world.server.services;
    await db.update(users).set({ role: "admin" }).where(eq(users.id, person.id));
    const elsewhere = await signIn(world.url, person.email);
    const { body } = await elsewhere.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const address = `${world.url.replace("http", "ws")}/ws/viewer?session_id=${body.session_id}&viewer_token=${body.viewer_token}`;
    const socket = new WebSocket(address, { headers: { Origin: world.url } } as unknown as string[]);
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
    expect((await person.ask("DELETE", "/api/sign-ins")).status).toBe(204);
    await recheckViewers(world.server.services);
    await closed;
  });
});
