/** Groups over REST: who sees and changes them, and what a membership gives. What open sockets make of it is live-rights.test.ts. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { and, desc, eq } from "drizzle-orm";
import { DEFAULT_MEMBER_PERMISSIONS } from "../../protocol/permissions.ts";
import type { Group, GroupDetails } from "../../protocol/rest/groups.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let stranger: Person;
  let office: Group;
  let machine: Machine;

  const make = async (name: string) => (await admin.ask<Group>("POST", "/api/groups", { body: { name } })).body;
  const read = async (id: string) => (await admin.ask<GroupDetails>("GET", `/api/groups/${id}`)).body;
  const set = (person: Person, body: object = {}, by = admin, groupId = office.id) =>
    by.ask("PUT", `/api/groups/${groupId}/members/${person.id}`, { body });
  const end = (person: Person, by = admin, groupId = office.id) =>
    by.ask("DELETE", `/api/groups/${groupId}/members/${person.id}`);
  const listed = async (person: Person) => (await person.ask<{ items: Group[] }>("GET", "/api/groups")).body.items;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    member = await world.addUser("Mem");
    stranger = await world.addUser("Stan");
    office = await make("Office");
    machine = await world.addMachine("alpha", office.id);
    await set(member);
  });
  afterAll(() => world.stop());

  test("a membership without a word about permissions gives the usual ones", async () => {
    const other = await world.addUser("Usual");
    const { status, body } = await set(other);
    expect([status, body.permissions]).toEqual([200, [...DEFAULT_MEMBER_PERMISSIONS]]);
    const { body: seen } = await other.ask("GET", `/api/machines/${machine.id}`);
    expect(seen.permissions).toEqual([...DEFAULT_MEMBER_PERMISSIONS]);
    await end(other);
  });

  test("a set is kept once and in order, and what is no permission is refused", async () => {
    const { body } = await set(member, { permissions: ["wake", "view", "view"] });
    expect(body.permissions).toEqual(["view", "wake"]);
    expect((await set(member, { permissions: ["rule"] })).status).toBe(400);
    await set(member);
  });

  test("administrators see every group with its counts and members, others their own with their permissions", async () => {
    const lab = await make("Lab");
    expect((await listed(admin)).map(({ name }) => name)).toEqual(["Lab", "Office"]);
    expect(await read(office.id)).toMatchObject({
      machine_count: 1,
      member_count: 1,
      members: [{ user_id: member.id, name: "Mem", email: member.email, role: "user", disabled: false }],
    });
    expect(await listed(member)).toEqual([
      {
        id: office.id,
        name: "Office",
        created_at: office.created_at,
        machine_count: 1,
        member_count: null,
        permissions: [...DEFAULT_MEMBER_PERMISSIONS],
      },
    ]);
    expect((await member.ask("GET", `/api/groups/${office.id}`)).body).not.toHaveProperty("members");
    expect(await listed(stranger)).toEqual([]);
    const [foreign, unknown] = [
      await stranger.ask("GET", `/api/groups/${lab.id}`),
      await stranger.ask("GET", `/api/groups/${Bun.randomUUIDv7()}`),
    ];
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    await admin.ask("DELETE", `/api/groups/${lab.id}`);
  });

  test("members change nothing of their group, not even for themselves; others do not know of it", async () => {
    const path = `/api/groups/${office.id}`;
    for (const [person, status] of [
      [member, 403],
      [stranger, 404],
    ] as const) {
      expect((await person.ask("PATCH", path, { body: { name: "Mine" } })).status).toBe(status);
      expect((await person.ask("DELETE", path)).status).toBe(status);
      expect((await set(person, { permissions: ["manage"] }, person)).status).toBe(status);
      expect((await end(member, person)).status).toBe(status);
      expect((await person.ask("POST", "/api/groups", { body: { name: "Mine" } })).status).toBe(403);
    }
  });

  test("a name is there once, and is neither empty nor endless", async () => {
    const lab = await make("Lab");
    const taken = { status: 409, body: { error: { code: "name_taken" } } };
    expect(await admin.ask("POST", "/api/groups", { body: { name: " Office " } })).toMatchObject(taken);
    expect(await admin.ask("PATCH", `/api/groups/${lab.id}`, { body: { name: "Office" } })).toMatchObject(taken);
    for (const name of ["", "  ", "x".repeat(201)]) {
      expect((await admin.ask("POST", "/api/groups", { body: { name } })).status).toBe(400);
    }
    const renamed = await admin.ask("PATCH", `/api/groups/${lab.id}`, { body: { name: "Laboratory" } });
    expect([renamed.status, renamed.body.name]).toEqual([200, "Laboratory"]);
    await admin.ask("DELETE", `/api/groups/${lab.id}`);
  });

  test("a new membership shows machines at once, an ended one hides them at once", async () => {
    const other = await world.addUser("Otto");
    const status = async () => (await other.ask("GET", `/api/machines/${machine.id}`)).status;
    expect(await status()).toBe(404);
    await set(other, { permissions: ["view"] });
    expect(await status()).toBe(200);
    expect((await end(other)).status).toBe(204);
    expect(await status()).toBe(404);
    expect((await end(other)).status).toBe(404);
  });

  test("unknown people and groups are not found", async () => {
    const nobody = { ...member, id: Bun.randomUUIDv7() };
    expect((await set(nobody)).status).toBe(404);
    expect((await set(member, {}, admin, Bun.randomUUIDv7())).status).toBe(404);
    expect((await admin.ask("DELETE", `/api/groups/${Bun.randomUUIDv7()}`)).status).toBe(404);
  });

  test("a removed group leaves its machines to the administrators, and its members with nothing", async () => {
    const doomed = await make("Doomed");
    const left = await world.addMachine("left", doomed.id);
    await set(member, {}, admin, doomed.id);
    expect((await member.ask("GET", `/api/machines/${left.id}`)).status).toBe(200);
    expect((await admin.ask("DELETE", `/api/groups/${doomed.id}`)).status).toBe(204);
    expect((await member.ask("GET", `/api/machines/${left.id}`)).status).toBe(404);
    expect((await admin.ask("GET", `/api/machines/${left.id}`)).body).toMatchObject({ group_id: null });
    expect((await admin.ask("GET", `/api/groups/${doomed.id}`)).status).toBe(404);
  });

  test("the list goes by pages", async () => {
    const made = [await make("Page A"), await make("Page B")];
    type Page = { items: Group[]; next_cursor: string | null };
    const first = await admin.ask<Page>("GET", "/api/groups?limit=2");
    expect(first.body.items.map(({ name }) => name)).toEqual(["Office", "Page A"]);
    const second = await admin.ask<Page>("GET", `/api/groups?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ items: [{ name: "Page B" }], next_cursor: null });
    for (const { id } of made) await admin.ask("DELETE", `/api/groups/${id}`);
  });

  test("each change is on record, with who it was about and what they might before", async () => {
    await set(member, { permissions: ["view"] });
    const isSet = and(eq(auditLog.targetId, office.id), eq(auditLog.action, "group.member_set"));
    const { db } = world.server.services;
    const [row] = await db.select().from(auditLog).where(isSet).orderBy(desc(auditLog.position)).limit(1);
    expect(row).toMatchObject({
      actorId: admin.id,
      targetName: "Office",
      details: { user_id: member.id, permissions: ["view"], permissions_before: [...DEFAULT_MEMBER_PERMISSIONS] },
    });
    await set(member);
  });
});
