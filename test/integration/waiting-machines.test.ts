/** Quarantine: a machine that nobody has accepted is there for administrators to decide on, and for nothing else. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { EnrolledMachine, EnrollmentToken } from "../../protocol/rest/people.ts";
import type { WaitingMachine, WaitingMachines } from "../../protocol/rest/waiting-machines.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { countWaitingOpenly, MAX_WAITING_OPENLY } from "../../src/services/agents/open-enrollment-limit.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import { openEvents } from "../fakes/event-reader.ts";
import {
  DATABASES,
  describedMachine,
  type Machine,
  type Person,
  type ServerWorld,
  startWorld,
} from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let keeper: Person;
  let groupId: string;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    keeper = await world.addUser("Keeper");
    groupId = await world.addGroup("Office", [{ person: keeper }]);
  });
  afterAll(() => world.stop());

  const waitingOpenly = () => countWaitingOpenly(world.server.services.db);
  const set = (body: object) => admin.ask("PATCH", "/api/settings", { body });
  const waiting = async () => (await admin.ask<WaitingMachines>("GET", "/api/waiting-machines")).body;
  const waitingOne = async (id: string) => (await waiting()).items.find((machine) => machine.id === id);
  const accept = (id: string, body: object = {}, person: Person = admin) =>
    person.ask("POST", `/api/waiting-machines/${id}/accept`, { body });
  const reject = (id: string) => admin.ask("DELETE", `/api/waiting-machines/${id}`);
  const register = async (hostname: string, more: object = {}) => {
    const body = { ...describedMachine(hostname), ...more };
    const answer = await world.nobody.ask("POST", "/api/agent/register", { body });
    return { ...answer, id: String(answer.body.machine_id), accessKey: String(answer.body.access_key) };
  };
  const openly = async (hostname: string, more: object = {}) => {
    await set({ open_enrollment: true });
    const machine = await register(hostname, more);
    await set({ open_enrollment: false });
    return machine;
  };
  const asAgent = (machine: { id: string; accessKey: string }, path: string, body: object = {}) =>
    world.nobody.ask("POST", path, {
      body,
      headers: { Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id },
    });
  /** Everything that leads to a machine by its id. */
  const everyWay = async (person: Person, id: string) => {
    const answers: [string, number][] = [];
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/wake"],
      ["POST", "/sessions"],
      ["GET", "/thumbnail"],
    ] as const) {
      const body = method === "POST" || method === "PATCH" ? {} : undefined;
      answers.push([`${method} ${path}`, (await person.ask(method, `/api/machines/${id}${path}`, { body })).status]);
    }
    return answers;
  };
  const listed = async (person: Person) =>
    (await person.ask<{ items: { id: string }[] }>("GET", "/api/machines")).body.items.map(({ id }) => id);
  const auditOf = async (id: string) => {
    const rows = await world.server.services.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.targetId, id))
      .orderBy(auditLog.position);
    return rows.map(({ action }) => action);
  };

  test("what comes by open enrollment waits, with all that is known of it", async () => {
    const machine = await openly("unknown-pc");
    expect([machine.status, machine.body]).toMatchObject([201, { quarantined: true }]);
    expect(await waitingOne(machine.id)).toMatchObject({
      hostname: "unknown-pc",
      os: "linux",
      mac_addresses: ["00:16:3e:12:34:56"],
      address: "127.0.0.1",
      enrollment_token: null,
      online: false,
    } satisfies Partial<WaitingMachine>);
    expect((await keeper.ask("GET", "/api/waiting-machines")).status).toBe(403);
    expect((await waiting()).is_open).toBe(false);
  });

  test("nothing leads to it, for an administrator neither, though its agent is connected", async () => {
    const machine = await openly("held-pc");
    const leave = await world.connectAgent(machine as unknown as Machine);
    await waitUntil("it to be seen online", async () => (await waitingOne(machine.id))?.online);
    expect(await listed(admin)).not.toContain(machine.id);
    for (const [way, status] of await everyWay(admin, machine.id)) expect([way, status]).toEqual([way, 404]);
    const run = { machine_ids: [machine.id], shell: "sh", script: "true" };
    expect((await admin.ask("POST", "/api/script-runs", { body: run })).status).toBe(404);
    const many = { action: "wake", machine_ids: [machine.id] };
    expect((await admin.ask("POST", "/api/machines/bulk", { body: many })).body).toMatchObject({
      results: [{ machine_id: machine.id, ok: false, error: { code: "not_found" } }],
    });
    const code = await asAgent(machine, "/api/agent/session-code");
    expect([code.status, code.body]).toMatchObject([403, { error: { code: "machine_quarantined" } }]);
    expect((await accept(machine.id, {}, keeper)).status).toBe(403);
    await leave();
    expect((await reject(machine.id)).status).toBe(204);
  });

  test("a code that it had from before is worth nothing while it waits", async () => {
    const machine = await world.addMachine("had-a-code", groupId);
    const { body } = await machine.ask("POST", "/api/agent/session-code", { body: {} });
    const { db } = world.server.services;
    await db.update(machines).set({ quarantinedAt: new Date() }).where(eq(machines.id, machine.id));
    const leave = await world.connectAgent(machine);
    const join = () => keeper.ask("POST", "/api/sessions/join", { body: { code: body.code } });
    expect((await join()).body).toMatchObject({ error: { code: "invalid_code" } });
    await accept(machine.id);
    expect((await join()).status).toBe(201);
    await leave();
  });

  test("its group does not count it", async () => {
    const machine = await world.addMachine("uncounted", groupId);
    const count = async () => (await keeper.ask("GET", `/api/groups/${groupId}`)).body.machine_count;
    const counted = Number(await count());
    const { db } = world.server.services;
    await db.update(machines).set({ quarantinedAt: new Date() }).where(eq(machines.id, machine.id));
    expect(await count()).toBe(counted - 1);
  });

  test("a session's ticket lets nobody in to a machine that waits", async () => {
    const machine = await world.addMachine("had-a-session", groupId);
    const leave = await world.connectAgent(machine);
    const { body } = await keeper.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const { db } = world.server.services;
    await db.update(machines).set({ quarantinedAt: new Date() }).where(eq(machines.id, machine.id));
    const url = `${world.url.replace("http", "ws")}/ws/viewer?session_id=${body.session_id}&viewer_token=${body.viewer_token}`;
    const socket = new WebSocket(url);
    const { code } = await new Promise<CloseEvent>((resolve) => socket.addEventListener("close", resolve));
    expect(code).toBe(4403);
    await leave();
    await reject(machine.id);
  });

  test("accepted it is a machine like any other, in the group and under the name that was chosen", async () => {
    const machine = await openly("new-pc");
    const answer = await accept(machine.id, { group_id: groupId, name: "Reception" });
    expect([answer.status, answer.body]).toMatchObject([200, { name: "Reception", group_id: groupId }]);
    expect(await listed(keeper)).toContain(machine.id);
    expect((await keeper.ask("GET", `/api/machines/${machine.id}`)).status).toBe(200);
    expect((await accept(machine.id)).status).toBe(404);
    expect((await reject(machine.id)).status).toBe(404);
    expect(await auditOf(machine.id)).toEqual(["machine.enrolled", "machine.accepted"]);
  });

  test("a group that is not there is refused, and the machine goes on waiting", async () => {
    const machine = await openly("no-group");
    expect((await accept(machine.id, { group_id: Bun.randomUUIDv7() })).status).toBe(400);
    expect((await accept(machine.id, { name: "" })).status).toBe(400);
    expect(await waitingOne(machine.id)).toBeDefined();
    await reject(machine.id);
  });

  test("of two who decide at once one does", async () => {
    const machine = await openly("wanted");
    const answers = await Promise.all([accept(machine.id), accept(machine.id), reject(machine.id)]);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(2);
  });

  test("rejected it is gone, its agent is sent away, and it does not come back by its key", async () => {
    const machine = await openly("intruder");
    const socket = new WebSocket(`${world.url.replace("http", "ws")}/ws/agent`, {
      headers: { Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id },
    } as unknown as string[]);
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener("close", resolve));
    expect((await reject(machine.id)).status).toBe(204);
    expect((await closed).code).toBe(4401);
    await set({ open_enrollment: true });
    const again = await register("intruder", { machine_id: machine.id, access_key: machine.accessKey });
    expect(again.status).toBe(401);
    await set({ open_enrollment: false });
    expect(await auditOf(machine.id)).toEqual(["machine.enrolled", "machine.rejected"]);
  });

  test("by a token machines wait only if that is set, and say by which they came", async () => {
    const token = (await admin.ask("POST", "/api/enrollment-tokens", { body: { label: "Lyon", group_id: groupId } }))
      .body;
    const first = await register("at-once", { enrollment_token: token.token });
    expect(first.body.quarantined).toBeUndefined();
    await set({ quarantine_new_machines: true });
    const second = await register("later", { enrollment_token: token.token });
    expect(second.body.quarantined).toBe(true);
    expect(await waitingOne(second.id)).toMatchObject({ enrollment_token: { label: "Lyon" }, group_id: groupId });
    await set({ quarantine_new_machines: false });
    // What waits goes on waiting, also when it comes back by its key.
    const back = await register("later", { machine_id: second.id, access_key: second.accessKey });
    expect([back.status, back.body.quarantined]).toEqual([200, true]);
    const joined = await admin.ask<{ items: EnrolledMachine[] }>("GET", `/api/enrollment-tokens/${token.id}/machines`);
    expect(joined.body.items).toMatchObject([
      { id: second.id, waiting: true },
      { id: first.id, waiting: false },
    ]);
  });

  test("whoever opened enrollment by the environment or says so lets machines in at once", async () => {
    await set({ quarantine_open_enrollment: false });
    const machine = await openly("trusted");
    expect(machine.body.quarantined).toBeUndefined();
    expect(await listed(admin)).toContain(machine.id);
    await set({ reset: ["quarantine_open_enrollment"] });
    const other = await startWorld(kind, { OPEN_ENROLLMENT: "true" });
    const body = describedMachine("by-environment");
    const answer = await other.nobody.ask("POST", "/api/agent/register", { body });
    expect([answer.status, answer.body.quarantined]).toEqual([201, undefined]);
    await other.stop();
  });

  test("a visit by code does not wait: nothing but its own user's code leads to it", async () => {
    const visit = await openly("one-visit", { temporary: true });
    expect(visit.body.quarantined).toBeUndefined();
    expect((await asAgent(visit, "/api/agent/session-code")).status).toBe(201);
    expect(await waitingOne(visit.id)).toBeUndefined();
  });

  test("administrators are told that somebody waits, others are told nothing of it", async () => {
    const [mine, theirs] = [await openEvents(world.url, admin.cookie), await openEvents(world.url, keeper.cookie)];
    const machine = await openly("announced");
    await mine.next("waiting_machines.changed");
    expect(mine.seen).not.toContain("machine.updated");
    await accept(machine.id, { group_id: groupId });
    expect((await theirs.next("machine.updated")).data).toMatchObject({ machine: { id: machine.id } });
    expect(theirs.seen).not.toContain("waiting_machines.changed");
    mine.close();
    theirs.close();
  });

  test("a flood of them is stopped where nobody could decide on more, also of many at once", async () => {
    const { db } = world.server.services;
    const at = new Date();
    const rows = Array.from({ length: MAX_WAITING_OPENLY - 2 - (await waitingOpenly()) }, (_, index) => {
      const id = Bun.randomUUIDv7();
      const named = { id, name: `flood-${index}`, hostname: "flood", os: "linux", arch: "x64", agentVersion: "0" };
      return { ...named, accessKeyHash: id, isOpenlyEnrolled: true, quarantinedAt: at, createdAt: at, updatedAt: at };
    });
    await db.insert(machines).values(rows);
    await set({ open_enrollment: true });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => register(`last-${index}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403, 403, 403]);
    expect(answers.find(({ status }) => status === 403)?.body).toMatchObject({
      error: { code: "open_enrollment_full" },
    });
    await db.delete(machines).where(eq(machines.hostname, "flood"));
    expect((await register("room-again")).status).toBe(201);
    await set({ open_enrollment: false });
  });

  test("visits without a token are slowed down", async () => {
    Object.assign(world.server.services.throttles, createThrottles());
    await set({ open_enrollment: true });
    const visits = await Promise.all(Array.from({ length: 125 }, () => register("visitor", { temporary: true })));
    const [letIn, refused] = [201, 429].map((code) => visits.filter(({ status }) => status === code).length);
    expect([letIn, refused]).toEqual([120, 5]);
    expect((await register("no-visitor")).status).toBe(201);
    await set({ open_enrollment: false });
  });

  describe("an enrollment token", () => {
    const make = async (body: object = {}) =>
      (await admin.ask("POST", "/api/enrollment-tokens", { body })).body as EnrollmentToken & { token: string };
    const change = (id: string, body: object, person: Person = admin) =>
      person.ask<EnrollmentToken>("PATCH", `/api/enrollment-tokens/${id}`, { body });

    test("is prolonged, widened, moved and renamed", async () => {
      const token = await make({ max_uses: 1, expires_at: new Date(Date.now() + 60_000).toISOString() });
      await register("uses-it", { enrollment_token: token.token });
      expect((await register("too-late", { enrollment_token: token.token })).status).toBe(403);
      const { status, body } = await change(token.id, {
        label: "Lyon",
        expires_at: null,
        max_uses: 2,
        group_id: groupId,
      });
      expect([status, body]).toMatchObject([200, { label: "Lyon", expires_at: null, max_uses: 2, group_id: groupId }]);
      expect((await register("in-time", { enrollment_token: token.token })).status).toBe(201);
      expect((await change(token.id, { max_uses: 1 })).status).toBe(400);
      expect((await change(token.id, { expires_at: "2020-01-01T00:00:00Z" })).status).toBe(400);
      expect((await change(token.id, { group_id: Bun.randomUUIDv7() })).status).toBe(400);
      expect((await change(token.id, { label: "Mine" }, keeper)).status).toBe(403);
      expect((await change(Bun.randomUUIDv7(), { label: "Lost" })).status).toBe(404);
    });

    test("works again when its revocation is taken back", async () => {
      const token = await make();
      await admin.ask("DELETE", `/api/enrollment-tokens/${token.id}`);
      expect((await register("kept-out", { enrollment_token: token.token })).status).toBe(403);
      expect((await change(token.id, { revoked: false })).body.revoked_at).toBeNull();
      expect((await register("let-in", { enrollment_token: token.token })).status).toBe(201);
      expect(await auditOf(token.id)).toEqual([
        "enrollment_token.created",
        "enrollment_token.revoked",
        "enrollment_token.changed",
      ]);
    });
  });
});
