import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Session } from "../../protocol/rest/people.ts";
import { sessionCodes } from "../../src/db/schema/session-codes.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import { openSocket } from "../fakes/relay-world.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

type Ticket = { session_id: string; viewer_token: string; viewer_url: string };

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let stranger: Person;
  let machine: Machine;
  let disconnect: () => Promise<void>;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    member = await world.addUser("Mem");
    stranger = await world.addUser("Stan");
    machine = await world.addMachine(
      "alpha",
      await world.addGroup("Office", [{ person: member, permissions: ["view"] }]),
    );
    disconnect = await world.connectAgent(machine);
  });
  afterAll(() => world.stop());
  // Misses of one test are none of the next one's.
  beforeEach(() => {
    Object.assign(world.server.services.throttles, createThrottles());
  });

  const start = async (person: Person, body: object = {}) =>
    (await person.ask<Ticket>("POST", `/api/machines/${machine.id}/sessions`, { body })).body;
  const join = (person: Person, code: unknown) => person.ask("POST", "/api/sessions/join", { body: { code } });
  const makeCode = async () => String((await machine.ask("POST", "/api/agent/session-code", { body: {} })).body.code);
  const viewerUrl = ({ session_id }: Ticket) => `${world.url.replace("http", "ws")}/ws/viewer?session_id=${session_id}`;
  const viewerOptions = ({ viewer_token }: Ticket): Bun.WebSocketOptions => ({
    headers: { Origin: world.url },
    protocols: ["remotelink.v1", `remotelink.token.${viewer_token}`],
  });
  const openViewer = (ticket: Ticket) =>
    new Promise<{ message: string } | { code: number }>((resolve) => {
      const socket = openSocket(viewerUrl(ticket), viewerOptions(ticket));
      socket.addEventListener("message", ({ data }) => resolve({ message: String(data) }));
      socket.addEventListener("close", ({ code }) => resolve({ code }));
    });

  test("Connect gives a ticket whose link opens the viewer", async () => {
    const answer = await admin.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    expect(answer.status).toBe(201);
    const ticket = answer.body as Ticket;
    expect(ticket.viewer_url).toBe(`${world.url}/sessions/${ticket.session_id}/view#token=${ticket.viewer_token}`);
    const seen = await openViewer(ticket);
    expect(seen).toMatchObject({ message: expect.stringContaining('"session_state"') });
    const { body } = await admin.ask("GET", `/api/machines/${machine.id}`);
    expect(body.active_sessions).toContainEqual({ session_id: ticket.session_id, user_name: "Ada Admin" });
  });

  test("a ticket's permissions are those of its holder, and no control means a view", async () => {
    const ticket = await start(member);
    const { body } = await member.ask("GET", `/api/sessions/${ticket.session_id}`);
    expect(body).toMatchObject({ view_only: true, user_id: member.id, machine_name: "alpha" });
    const seen = await openViewer(ticket);
    const state = JSON.parse("message" in seen ? seen.message : "{}");
    expect(state.permissions).toEqual(["view"]);
  });

  test("an ended session opens for nobody, and ending it again is no fault", async () => {
    const ticket = await start(admin);
    await openViewer(ticket);
    for (let time = 0; time < 2; time++) {
      expect((await admin.ask("DELETE", `/api/sessions/${ticket.session_id}`)).status).toBe(204);
    }
    expect(await openViewer(ticket)).toEqual({ code: 4410 });
    const { body } = await admin.ask("GET", `/api/sessions/${ticket.session_id}`);
    expect(body).toMatchObject({ ended_by: "Ada Admin", ended_at: expect.any(String) });
  });

  test("another session's token opens nothing", async () => {
    const [one, two] = [await start(admin), await start(admin)];
    expect(await openViewer({ ...one, viewer_token: two.viewer_token })).toEqual({ code: 4404 });
  });

  test("people see their own sessions and those of machines they may see", async () => {
    const mine = await start(member);
    const adminsOwn = await start(admin);
    const ids = async (person: Person) => {
      const { body } = await person.ask<{ items: Session[] }>("GET", "/api/sessions?limit=200");
      return body.items.map(({ id }) => id);
    };
    expect(await ids(member)).toEqual(expect.arrayContaining([mine.session_id, adminsOwn.session_id]));
    expect(await ids(stranger)).toEqual([]);
    const foreign = await stranger.ask("GET", `/api/sessions/${mine.session_id}`);
    const missing = await stranger.ask("GET", `/api/sessions/${Bun.randomUUIDv7()}`);
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
  });

  test("the history goes by pages, newest first, and filters what runs", async () => {
    const ended = await start(admin);
    await admin.ask("DELETE", `/api/sessions/${ended.session_id}`);
    const newest = await start(admin);
    type Page = { items: Session[]; next_cursor: string | null };
    const first = await admin.ask<Page>("GET", "/api/sessions?limit=1");
    expect(first.body.items.map(({ id }) => id)).toEqual([newest.session_id]);
    const second = await admin.ask<Page>("GET", `/api/sessions?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body.items.map(({ id }) => id)).toEqual([ended.session_id]);
    const live = await admin.ask<Page>("GET", `/api/sessions?live=true&machine_id=${machine.id}&limit=200`);
    expect(live.body.items.some(({ id }) => id === ended.session_id)).toBe(false);
    expect(live.body.items.every(({ ended_at }) => ended_at === null)).toBe(true);
  });

  test("the history is narrowed by person, time and what was written, and within what one may see", async () => {
    const own = await start(member, { reason: "50%_off printer" });
    const admins = await start(admin);
    const found = async (query: string, person: Person = admin) => {
      const { body } = await person.ask<{ items: Session[] }>("GET", `/api/sessions?limit=200&${query}`);
      return body.items.map(({ id }) => id);
    };
    expect(await found(`user_id=${member.id}`)).toContain(own.session_id);
    expect(await found(`user_id=${member.id}`)).not.toContain(admins.session_id);
    expect(await found("search=50%25_OFF")).toEqual([own.session_id]);
    expect(await found("search=50%25xoff")).toEqual([]);
    expect(await found("search=50%25_OFF", stranger)).toEqual([]);
    const { body } = await admin.ask<Session>("GET", `/api/sessions/${own.session_id}`);
    expect(await found(`from=${body.started_at}&search=50%25_off`)).toEqual([own.session_id]);
    expect(await found(`to=${body.started_at}&search=50%25_off`)).toEqual([]);
    expect((await admin.ask("GET", "/api/sessions?from=soon")).status).toBe(400);
  });

  test("the table of sessions holds what one may see, and no cell of it is a formula", async () => {
    const own = await start(member, { reason: "=1+1" });
    const table = async (person: Person) =>
      (await person.ask<{ text: string }>("GET", `/api/sessions.csv?machine_id=${machine.id}`)).body.text.split("\r\n");
    const lines = await table(member);
    expect(lines[0]).toStartWith("started_at,ended_at,duration_s,user_name,");
    expect(lines.find((line) => line.endsWith(own.session_id))).toContain(",yes,'=1+1,");
    expect((await table(stranger)).slice(1)).toEqual([""]);
  });

  test("notes are written by whose session it is, or who manages the machine", async () => {
    const ticket = await start(admin);
    const write = (person: Person) =>
      person.ask("PATCH", `/api/sessions/${ticket.session_id}`, { body: { notes: "printer again" } });
    expect([(await write(member)).status, (await write(stranger)).status]).toEqual([403, 404]);
    expect((await write(admin)).body.notes).toBe("printer again");
    expect((await member.ask("DELETE", `/api/sessions/${ticket.session_id}`)).status).toBe(403);
  });

  test("a second ticket joins a session that runs, and none that is over", async () => {
    const ticket = await start(admin);
    const again = (person: Person) => person.ask("POST", `/api/sessions/${ticket.session_id}/join`, { body: {} });
    expect((await again(member)).status).toBe(201);
    expect((await again(stranger)).status).toBe(404);
    expect(await openViewer((await again(admin)).body as Ticket)).toHaveProperty("message");
    await admin.ask("DELETE", `/api/sessions/${ticket.session_id}`);
    expect((await again(admin)).status).toBe(410);
  });

  test("a code lets anyone with an account in once, however it is typed", async () => {
    const code = await makeCode();
    const answer = await join(stranger, ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `);
    expect(answer.status).toBe(201);
    const ticket = answer.body as Ticket;
    expect(await openViewer(ticket)).toHaveProperty("message");
    expect((await stranger.ask("GET", `/api/sessions/${ticket.session_id}`)).status).toBe(200);
    expect((await stranger.ask("GET", `/api/machines/${machine.id}`)).status).toBe(404);
    expect((await join(admin, code)).body.error).toMatchObject({ code: "invalid_code" });
  });

  test("of many who use a code at once, one gets in", async () => {
    const code = await makeCode();
    const answers = await Promise.all([member, stranger, admin].map((person) => join(person, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
  });

  test("wrong, voided and expired codes get the same answer", async () => {
    const voided = await makeCode();
    const expired = await makeCode();
    await world.server.services.db
      .update(sessionCodes)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(sessionCodes.machineId, machine.id));
    const answers = [
      await join(admin, "AAAAAA"),
      await join(admin, voided),
      await join(admin, expired),
      await join(admin, "O0I1"),
    ];
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toHaveLength(1);
    expect([answers[0]?.status, answers[0]?.body.error]).toEqual([
      404,
      expect.objectContaining({ code: "invalid_code" }),
    ]);
  });

  test("five misses in a minute stop a person and an address, also for the right code", async () => {
    const code = await makeCode();
    for (let miss = 0; miss < 5; miss++) expect((await join(stranger, "AAAAAA")).status).toBe(404);
    const blocked = await join(stranger, code);
    expect([blocked.status, Number(blocked.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await join(admin, code)).status).toBe(429);
  });

  test("a machine that is offline takes no session, and its code stays good", async () => {
    const code = await makeCode();
    await disconnect();
    await waitUntil("the agent's leave", () => !world.server.services.live.isMachineOnline(machine.id));
    const connect = await admin.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    expect([connect.status, connect.body.error]).toEqual([409, expect.objectContaining({ code: "machine_offline" })]);
    expect((await join(admin, code)).status).toBe(409);
    disconnect = await world.connectAgent(machine);
    expect((await join(admin, code)).status).toBe(201);
  });

  test("who signs out is put out of their open viewers, and their tickets open nothing any more", async () => {
    const leaving = await world.addUser("Lea");
    const beta = await world.addMachine("beta", await world.addGroup("Lab", [{ person: leaving }]));
    const goOffline = await world.connectAgent(beta);
    const { body: ticket } = await leaving.ask<Ticket>("POST", `/api/machines/${beta.id}/sessions`, { body: {} });
    const socket = openSocket(viewerUrl(ticket), viewerOptions(ticket));
    const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
    await new Promise((resolve) => socket.addEventListener("message", resolve, { once: true }));
    await leaving.ask("POST", "/api/auth/sign-out", { body: {} });
    expect(await closed).toBe(1012);
    expect(await openViewer(ticket)).toEqual({ code: 4404 });
    await goOffline();
  });

  test("who loses the machine's group loses their viewer", async () => {
    const ticket = await start(member);
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { group_id: null } });
    expect(await openViewer(ticket)).toEqual({ code: 4403 });
  });
});
