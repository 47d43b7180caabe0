import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { DEFAULT_MEMBER_PERMISSIONS } from "../../protocol/permissions.ts";
import { type Machine as MachineShape, machine as machineSchema } from "../../protocol/rest/people.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

type Page = { items: MachineShape[]; next_cursor: string | null };

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let manager: Person;
  let group: string;
  let other: string;
  let inGroup: Machine;
  let elsewhere: Machine;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    member = await world.addUser("Mem");
    manager = await world.addUser("Max");
    group = await world.addGroup("Office", [
      { person: member, permissions: DEFAULT_MEMBER_PERMISSIONS },
      { person: manager, permissions: ["view", "manage"] },
    ]);
    other = await world.addGroup("Warehouse");
    inGroup = await world.addMachine("alpha-desk", group);
    elsewhere = await world.addMachine("beta_desk", other);
    for (const name of ["gamma", "delta", "epsilon"]) await world.addMachine(name);
  });
  afterAll(() => world.stop());

  const list = async (person: Person, query = ""): Promise<Page> =>
    (await person.ask<Page>("GET", `/api/machines${query}`)).body;
  const names = async (person: Person, query = "") => (await list(person, query)).items.map(({ name }) => name);

  test("an administrator sees all, by name, each in the contract's shape", async () => {
    const { items, next_cursor } = await list(admin);
    expect(items.map(({ name }) => name)).toEqual(["alpha-desk", "beta_desk", "delta", "epsilon", "gamma"]);
    expect(next_cursor).toBeNull();
    for (const item of items) machineSchema.strict().parse(item);
  });

  test("all at once are the same as by pages, without what only a machine's own page shows", async () => {
    const whole = async (person: Person) => (await person.ask<Page>("GET", "/api/machines/all")).body.items;
    for (const person of [admin, member, manager]) {
      const byPages = (await list(person, "?limit=200")).items.map(({ inventory: _, ...listed }) => listed);
      expect(await whole(person)).toEqual(byPages);
    }
    const disconnect = await world.connectAgent(inGroup);
    const session = await manager.ask("POST", `/api/machines/${inGroup.id}/sessions`, { body: { view_only: true } });
    const [live] = await whole(member);
    expect(live?.active_sessions).toEqual([{ session_id: String(session.body.session_id), user_name: "Max" }]);
    await manager.ask("DELETE", `/api/sessions/${session.body.session_id}`);
    await disconnect();
  });

  test("pages follow one another without gap or repetition", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page = await list(admin, `?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(["alpha-desk", "beta_desk", "delta", "epsilon", "gamma"]);
  });

  test("a cursor of somebody's own making is refused", async () => {
    const forged = Buffer.from(JSON.stringify(["a", "b"])).toString("base64url");
    for (const cursor of ["nonsense", forged]) {
      expect((await admin.ask("GET", `/api/machines?cursor=${cursor}`)).status).toBe(400);
    }
  });

  test("search takes its letters literally", async () => {
    expect(await names(admin, "?search=DESK")).toEqual(["alpha-desk", "beta_desk"]);
    expect(await names(admin, "?search=a_d")).toEqual(["beta_desk"]);
    expect(await names(admin, "?search=%25")).toEqual([]);
  });

  test("filters by tag, group and presence", async () => {
    await admin.ask("PATCH", `/api/machines/${inGroup.id}`, { body: { tags: ["server", "linux", "server"] } });
    expect(await names(admin, "?tag=linux")).toEqual(["alpha-desk"]);
    expect(await names(admin, `?group_id=${other}`)).toEqual(["beta_desk"]);
    const disconnect = await world.connectAgent(elsewhere);
    expect(await names(admin, "?online=true")).toEqual(["beta_desk"]);
    expect(await names(admin, "?online=false")).toHaveLength(4);
    await disconnect();
    await waitUntil("the agent's leave", async () => (await names(admin, "?online=true")).length === 0);
  });

  test("when a machine was last seen is remembered after it has gone", async () => {
    const disconnect = await world.connectAgent(elsewhere);
    await disconnect();
    const row = await waitUntil("a time in the database", async () => {
      const rows = await world.server.services.db.select().from(machines).where(eq(machines.id, elsewhere.id));
      return rows.find(({ lastSeenAt }) => lastSeenAt !== null);
    });
    expect(Number(row.lastSeenAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  test("a member sees the machines of their groups, with what they may do there", async () => {
    const { items } = await list(member);
    expect(items.map(({ name }) => name)).toEqual(["alpha-desk"]);
    expect(items[0]?.permissions).toEqual([...DEFAULT_MEMBER_PERMISSIONS]);
    expect(await names(member, `?group_id=${other}`)).toEqual([]);
  });

  test("somebody else's machine answers exactly as one that is not there", async () => {
    const unknown = Bun.randomUUIDv7();
    const asks: [string, string, object?][] = [
      ["GET", ""],
      ["PATCH", "", { name: "x" }],
      ["DELETE", ""],
      ["POST", "/sessions", {}],
    ];
    for (const [method, rest, body] of asks) {
      const foreign = await member.ask(method, `/api/machines/${elsewhere.id}${rest}`, { body });
      const missing = await member.ask(method, `/api/machines/${unknown}${rest}`, { body });
      expect([method, foreign.status, foreign.body]).toEqual([method, 404, missing.body]);
    }
  });

  test("nobody is told to sign in, whatever they ask for", async () => {
    for (const path of ["/api/machines", `/api/machines/${inGroup.id}`, "/api/machines/nonsense"]) {
      expect((await world.nobody.ask("GET", path)).status).toBe(401);
    }
  });

  test("changing a machine takes the permission to manage it", async () => {
    const body = { notes: "**rack 4**" };
    expect((await member.ask("PATCH", `/api/machines/${inGroup.id}`, { body })).status).toBe(403);
    const changed = await manager.ask("PATCH", `/api/machines/${inGroup.id}`, { body });
    expect([changed.status, changed.body.notes]).toEqual([200, "**rack 4**"]);
  });

  test("notes that somebody else changed meanwhile are not overwritten without a word", async () => {
    const change = (notes: string, notes_before: string) =>
      manager.ask("PATCH", `/api/machines/${inGroup.id}`, { body: { notes, notes_before } });
    await manager.ask("PATCH", `/api/machines/${inGroup.id}`, { body: { notes: "first" } });
    expect((await change("second", "first")).status).toBe(200);
    const late = await change("another second", "first");
    expect([late.status, late.body.error]).toMatchObject([
      409,
      { code: "notes_changed", details: { notes: "second" } },
    ]);
    const atOnce = await Promise.all(["a", "b", "c"].map((text) => change(text, "second")));
    expect(atOnce.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test("a machine names its group, by its present name", async () => {
    expect((await member.ask("GET", `/api/machines/${inGroup.id}`)).body.group_name).toBe("Office");
    const [ungrouped] = (await list(admin, "?search=gamma")).items;
    expect(ungrouped?.group_name).toBeNull();
  });

  test("moving a machine takes the permission to manage both groups", async () => {
    const move = (person: Person, group_id: string | null) =>
      person.ask("PATCH", `/api/machines/${inGroup.id}`, { body: { group_id } });
    expect((await move(manager, other)).status).toBe(403);
    expect((await move(manager, null)).status).toBe(403);
    expect((await move(admin, Bun.randomUUIDv7())).status).toBe(400);
    expect((await move(admin, other)).body.group_id).toBe(other);
    expect((await member.ask("GET", `/api/machines/${inGroup.id}`)).status).toBe(404);
    expect((await move(admin, group)).body.group_id).toBe(group);
  });

  test("a removed machine is gone for people, and its key for its agent", async () => {
    const machine = await world.addMachine("omega", group);
    expect((await member.ask("DELETE", `/api/machines/${machine.id}`)).status).toBe(403);
    expect((await manager.ask("DELETE", `/api/machines/${machine.id}`)).status).toBe(204);
    expect((await admin.ask("GET", `/api/machines/${machine.id}`)).status).toBe(404);
    const beat = await machine.ask("POST", "/api/agent/heartbeat", { body: { agent_version: "0.1.0" } });
    expect(beat.status).toBe(401);
  });
});
