/** The audit log over REST: who may read it, what narrows it, its table, its chain, and that refusals are in it. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "drizzle-orm";
import { type AuditEntryRow, type AuditVerification, auditRow } from "../../protocol/rest/audit.ts";
import type { SessionTicket } from "../../protocol/rest/people.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { recordAudit } from "../../src/services/audit/record.ts";
import { createRefusals } from "../../src/services/audit/refusals.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import { openEvents } from "../fakes/event-reader.ts";
import { openSocket, TestSocket } from "../fakes/relay-world.ts";
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

type Page = { items: AuditEntryRow[]; next_cursor: string | null };

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let group: string;
  let machine: Machine;
  let ticket: SessionTicket;

  beforeAll(async () => {
    world = await startWorld(kind, { TRUSTED_PROXIES: "127.0.0.1" });
    admin = await world.admin();
    member = await world.addUser("Mem");
    group = await world.addGroup("Office", [{ person: member, permissions: ["view", "control"] }]);
    machine = await world.addMachine("web-01", group);
    const leave = await world.connectAgent(machine);
    const started = await admin.ask<SessionTicket>("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    ticket = started.body;
    await admin.ask("PATCH", `/api/sessions/${ticket.session_id}`, { body: { notes: "100% done_now" } });
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { name: "50% off_ice" } });
    await leave();
  });
  afterAll(() => world.stop());

  const read = async (query = "", person: Person = admin) =>
    (await person.ask<Page>("GET", `/api/audit${query}`)).body.items;
  const actions = async (query: string) => (await read(query)).map(({ action }) => action);
  const verify = async (query = "") => (await admin.ask<AuditVerification>("GET", `/api/audit/verify${query}`)).body;

  test("administrators read it, newest first, in the contract's shape; nobody else does", async () => {
    const rows = await read();
    for (const row of rows) auditRow.strict().parse(row);
    expect(rows.map(({ position }) => position)).toEqual(
      rows.map(({ position }) => position).toSorted((a, b) => b - a),
    );
    expect(rows.at(-1)).toMatchObject({ position: 1, action: "installation.set_up", actor: { name: "Ada Admin" } });
    for (const path of ["/api/audit", "/api/audit.csv", "/api/audit/verify", "/api/audit?format=csv"]) {
      expect([path, (await member.ask("GET", path)).status]).toEqual([path, 403]);
      expect([path, (await world.nobody.ask("GET", path)).status]).toEqual([path, 401]);
    }
  });

  test("pages follow one another without gap or repetition", async () => {
    const all = (await read("?limit=200")).filter(({ actor }) => actor.kind === "user");
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page = (
        await admin.ask<Page>("GET", `/api/audit?actor=${admin.id}&limit=3${cursor && `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(all.filter(({ actor }) => actor.id === admin.id).map(({ id }) => id));
    expect((await admin.ask("GET", "/api/audit?cursor=nonsense")).status).toBe(400);
  });

  test("is narrowed by who, what, on which machine, in which session, and when", async () => {
    expect(await actions(`?target=${machine.id}&action=session.*`)).toEqual(["session.started"]);
    expect(await actions("?action=session.started,machine.enrolled")).toEqual(["session.started", "machine.enrolled"]);
    expect(await actions(`?session_id=${ticket.session_id}`)).toEqual(["session.notes_changed", "session.started"]);
    expect(await actions("?actor=ada&action=machine.changed")).toEqual(["machine.changed"]);
    expect(await actions("?actor=a%25a")).toEqual([]);
    expect(await actions("?target=50%25%20off_")).toEqual(["machine.changed"]);
    expect(await actions("?target=50%25%20offx")).toEqual([]);
    const [newest] = await read("?limit=1");
    expect(await read(`?from=${newest?.at}&to=${newest?.at}`)).toEqual([]);
    expect((await read(`?from=${newest?.at}&limit=1`))[0]).toEqual(newest as AuditEntryRow);
    expect(await read("?to=2020-01-01")).toEqual([]);
    expect((await read("?from=2020-01-01T00:00:00%2B02:00")).length).toBeGreaterThan(5);
  });

  test("what cannot be understood is refused", async () => {
    for (const query of ["action=nonsense", "from=yesterday", "session_id=7", "limit=0", "format=xml"]) {
      expect([query, (await admin.ask("GET", `/api/audit?${query}`)).status]).toEqual([query, 400]);
    }
  });

  test("the table holds the same rows, no cell of it is a formula, and taking it is on record", async () => {
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { name: '=cmd|"/c calc"!A1, b' } });
    const answer = await admin.ask<{ text: string }>("GET", "/api/audit.csv?action=machine.*");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-log \d{4}-\d\d-\d\d\.csv"/);
    const lines = answer.body.text.split("\r\n");
    expect(lines[0]).toStartWith("time,actor_kind,actor_name,");
    expect(lines.at(-1)).toBe("");
    expect(lines).toHaveLength((await read("?action=machine.*")).length + 2);
    expect(answer.body.text).toContain(`,"'=cmd|""/c calc""!A1, b",`);
    expect(await read("?limit=1")).toMatchObject([
      { action: "audit.exported", details: { filter: { action: "machine.*" } } },
    ]);
    expect((await admin.ask<{ text: string }>("GET", "/api/audit?format=csv")).body.text).toStartWith("time,");
  });

  test("a stream that asked for it tells an administrator of each row, and a member of none", async () => {
    const plain = await openEvents(world.url, admin.cookie);
    const [all, some] = await Promise.all(
      [admin, member].map(({ cookie }) => openEvents(world.url, cookie, undefined, "?audit=true")),
    );
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { name: "web-01" } });
    expect((await all?.next("audit.recorded"))?.data).toMatchObject({
      row: { action: "machine.changed", target: { id: machine.id } },
    });
    for (const quiet of [plain, some]) {
      await quiet?.next("machine.updated");
      expect(quiet?.seen).not.toContain("audit.recorded");
    }
    for (const reader of [plain, all, some]) reader?.close();
  });

  test("a row whose action was taken back is told to nobody", async () => {
    const events = await openEvents(world.url, admin.cookie, undefined, "?audit=true");
    const { db, now } = world.server.services;
    const row = { action: "machine.removed", target: { kind: "machine", id: null, name: "not removed" } } as const;
    const system = { kind: "system", name: "test" } as const;
    const undone = db.transaction(async (tx) => {
      await recordAudit(tx, system, row, now());
      throw new Error("taken back");
    });
    await expect(undone).rejects.toThrow("taken back");
    await db.transaction((tx) => recordAudit(tx, system, { ...row, action: "machine.changed" }, now()));
    expect((await events.next("audit.recorded")).data).toMatchObject({ row: { action: "machine.changed" } });
    events.close();
  });

  test("what a viewer does, and may not do, is on record with the address it comes from", async () => {
    const leave = await world.connectAgent(machine);
    const joined = await member.ask<SessionTicket>("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const socket = new TestSocket(
      openSocket(`${world.url.replace("http", "ws")}/ws/viewer?session_id=${joined.body.session_id}`, {
        headers: { Origin: world.url, "X-Forwarded-For": "203.0.113.9" },
        protocols: ["remotelink.v1", `remotelink.token.${joined.body.viewer_token}`],
      }),
    );
    await socket.next("session_state");
    for (let times = 0; times < 3; times++) socket.send({ type: "exec_script", script: "id", shell: "sh" });
    await socket.next("error");
    socket.send({ type: "refresh" });
    await waitUntil("the row", async () => (await actions("?action=session.action_refused")).length === 1);
    expect(await read("?action=session.action_refused")).toMatchObject([
      {
        actor: { kind: "user", id: member.id },
        address: "203.0.113.9",
        target: { id: machine.id },
        details: { session_id: joined.body.session_id, message: "exec_script", permission: "scripts" },
      },
    ]);
    socket.socket.close();
    await leave();
  });

  test("an agent that ends a session is named with its address", async () => {
    const agent = new TestSocket(
      openSocket(`${world.url.replace("http", "ws")}/ws/agent`, {
        headers: {
          Authorization: `Bearer ${machine.accessKey}`,
          "X-Machine-Id": machine.id,
          "X-Forwarded-For": "198.51.100.7",
        },
      }),
    );
    await agent.opened;
    const opened = await admin.ask<SessionTicket>("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const { session_id, viewer_token } = opened.body;
    const viewer = new TestSocket(
      openSocket(`${world.url.replace("http", "ws")}/ws/viewer?session_id=${session_id}`, {
        headers: { Origin: world.url },
        protocols: ["remotelink.v1", `remotelink.token.${viewer_token}`],
      }),
    );
    await agent.next("start_stream");
    agent.send({ type: "session_end", session_id });
    await viewer.closed;
    const query = `?session_id=${session_id}&action=session.ended`;
    await waitUntil("the row", async () => (await read(query)).length > 0);
    expect(await read(query)).toMatchObject([
      { actor: { kind: "agent", id: machine.id, name: "web-01" }, address: "198.51.100.7" },
    ]);
    agent.socket.close();
    await agent.closed;
  });

  test("failed sign-ins, refused changes, refused enrollments and wrong codes are on record", async () => {
    const from = { "X-Forwarded-For": "203.0.113.77" };
    const wrong = { email: "Ada@Example.com", password: "not the password" };
    await world.nobody.ask("POST", "/api/auth/sign-in/email", { body: wrong, headers: from });
    await member.ask("PATCH", `/api/machines/${machine.id}`, { body: { name: "mine" } });
    const enrollment = { ...describedMachine("intruder"), enrollment_token: "rle_nothing" };
    await world.nobody.ask("POST", "/api/agent/register", { body: enrollment, headers: from });
    await member.ask("POST", "/api/sessions/join", { body: { code: "AAAAAA" } });
    await member.ask("DELETE", `/api/machines/${machine.id}`, { headers: { Origin: "https://elsewhere.example" } });
    const query = "?action=user.sign_in_refused,request.refused,machine.enrollment_refused,session.code_refused";
    await waitUntil("five rows", async () => (await read(query)).length === 5);
    expect((await read(query)).toReversed()).toMatchObject([
      {
        action: "user.sign_in_refused",
        actor: { kind: "nobody" },
        address: "203.0.113.77",
        target: { name: "ada@example.com" },
      },
      {
        action: "request.refused",
        actor: { id: member.id },
        target: { id: machine.id, name: "PATCH /api/machines/:id" },
      },
      {
        action: "machine.enrollment_refused",
        target: { name: "intruder" },
        details: { code: "invalid_enrollment_token" },
      },
      { action: "session.code_refused", actor: { id: member.id }, details: { code: "invalid_code" } },
      { action: "request.refused", actor: { kind: "nobody" }, details: { code: "foreign_origin" } },
    ]);
    expect(JSON.stringify(await read(query))).not.toMatch(/not the password|rle_nothing|AAAAAA/);
  });

  test("a thousand guesses leave one row at once, and their number when the minute is over", async () => {
    const { services } = world.server;
    const refusals = createRefusals(services, { windowMs: 1e9, maxKeys: 2 });
    const before = (await read("?limit=1"))[0]?.position ?? 0;
    const guess = (name: string, address = "192.0.2.1") =>
      refusals.note({
        actor: { kind: "nobody", address },
        action: "user.sign_in_refused",
        target: { kind: "user", id: null, name },
      });
    for (let times = 0; times < 1_000; times++) guess("ada@example.com");
    for (let times = 0; times < 1_000; times++) guess(`${times}@example.com`);
    await refusals.stop();
    const rows = (await read("?action=user.sign_in_refused&limit=200")).filter(({ position }) => position > before);
    expect(rows.toReversed().map(({ target, details }) => [target.name, details.count ?? 1])).toEqual([
      ["ada@example.com", 1],
      ["0@example.com", 1],
      ["many others", 1],
      ["ada@example.com", 999],
      ["many others", 998],
    ]);
    services.throttles.signIn = createThrottles().signIn;
  });

  test("the chain is verified over all rows, and the first row that was changed is named", async () => {
    const { db } = world.server.services;
    const whole = await verify();
    const [newest] = await read("?limit=1");
    expect(whole).toMatchObject({ ok: true, first_broken_id: null, count: newest?.position });
    const rows = (await read("?limit=200")).toReversed();
    const victim = rows[3];
    await db.execute(sql`alter table audit_log disable trigger audit_log_append_only`);
    await db.execute(sql`update audit_log set actor_name = 'Somebody else' where id = ${victim?.id}`);
    expect(await verify("?max_age_s=3600")).toEqual(whole);
    expect(await verify()).toMatchObject({ ok: false, first_broken_id: victim?.id, count: 4 });
    await db.execute(sql`update audit_log set actor_name = ${victim?.actor.name} where id = ${victim?.id}`);
    expect(await verify()).toMatchObject({ ok: true });
    await db.execute(sql`delete from audit_log where id = ${victim?.id}`);
    expect(await verify()).toMatchObject({ ok: false, first_broken_id: rows[4]?.id });
    await db.execute(sql`alter table audit_log enable trigger audit_log_append_only`);
    await expect(Promise.resolve(db.delete(auditLog))).rejects.toThrow();
  });
});
