import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { DEFAULT_MEMBER_PERMISSIONS } from "../../protocol/permissions.ts";
import { type BulkAnswer, bulkAnswer } from "../../protocol/rest/machine-bulk.ts";
import type { Machine as MachineShape } from "../../protocol/rest/people.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let manager: Person;
  let office: string;
  let warehouse: string;
  let alpha: Machine;
  let beta: Machine;
  let elsewhere: Machine;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    member = await world.addUser("Mem");
    manager = await world.addUser("Max");
    office = await world.addGroup("Office", [
      { person: member, permissions: DEFAULT_MEMBER_PERMISSIONS },
      { person: manager, permissions: ["view", "manage"] },
    ]);
    warehouse = await world.addGroup("Warehouse");
    alpha = await world.addMachine("alpha", office);
    beta = await world.addMachine("beta", office);
    elsewhere = await world.addMachine("elsewhere", warehouse);
  });
  afterAll(() => world.stop());

  async function bulk(person: Person, body: object): Promise<string[]> {
    const answer = await person.ask<BulkAnswer>("POST", "/api/machines/bulk", { body });
    expect(answer.status).toBe(200);
    return bulkAnswer.parse(answer.body).results.map((result) => (result.ok ? "ok" : result.error.code));
  }
  const machine = async ({ id }: { id: string }) => (await admin.ask<MachineShape>("GET", `/api/machines/${id}`)).body;
  const audit = async (id: string) =>
    (await admin.ask<{ items: { action: string; details: object }[] }>("GET", `/api/audit?target=${id}`)).body.items;
  const ids = (...of: { id: string }[]) => of.map(({ id }) => id);

  test("tags are added and taken off, each machine keeping its others in their order", async () => {
    await admin.ask("PATCH", `/api/machines/${alpha.id}`, { body: { tags: ["lyon", "server"] } });
    const change = {
      action: "tag",
      machine_ids: ids(alpha, beta, alpha),
      add: ["patched", "server"],
      remove: ["lyon"],
    };
    expect(await bulk(manager, change)).toEqual(["ok", "ok"]);
    expect((await machine(alpha)).tags).toEqual(["server", "patched"]);
    expect((await machine(beta)).tags).toEqual(["patched", "server"]);
    expect((await audit(beta.id))[0]).toMatchObject({
      action: "machine.changed",
      details: { add: ["patched", "server"], remove: ["lyon"] },
    });
    const rows = (await audit(beta.id)).length;
    expect(await bulk(manager, change)).toEqual(["ok", "ok"]);
    expect((await audit(beta.id)).length).toBe(rows);
  });

  test("each machine is authorized on its own, and what may not be known of is not found", async () => {
    const change = { action: "tag", machine_ids: ids(elsewhere, alpha, { id: Bun.randomUUIDv7() }), add: ["x"] };
    expect(await bulk(member, change)).toEqual(["not_found", "forbidden", "not_found"]);
    expect(await bulk(manager, change)).toEqual(["not_found", "ok", "not_found"]);
    expect((await machine(elsewhere)).tags).toEqual([]);
  });

  test("a machine with as many tags as there may be takes no more, and the others do", async () => {
    await admin.ask("PATCH", `/api/machines/${alpha.id}`, {
      body: { tags: Array.from({ length: 32 }, (_, index) => `t${index}`) },
    });
    expect(await bulk(admin, { action: "tag", machine_ids: ids(alpha, beta), add: ["one more"] })).toEqual([
      "too_many_tags",
      "ok",
    ]);
  });

  test("moving takes the permission to manage both groups, and a group that there is", async () => {
    const move = (group_id: string | null) => ({ action: "move", machine_ids: ids(alpha, beta), group_id });
    expect(await bulk(manager, move(warehouse))).toEqual(["forbidden", "forbidden"]);
    expect((await admin.ask("POST", "/api/machines/bulk", { body: move(Bun.randomUUIDv7()) })).status).toBe(400);
    expect(await bulk(admin, move(warehouse))).toEqual(["ok", "ok"]);
    expect((await machine(alpha)).group_name).toBe("Warehouse");
    expect((await member.ask("GET", `/api/machines/${alpha.id}`)).status).toBe(404);
    expect(await bulk(admin, move(null))).toEqual(["ok", "ok"]);
    expect((await machine(beta)).group_id).toBeNull();
    expect(await bulk(admin, move(office))).toEqual(["ok", "ok"]);
  });

  test("waking says of each whether a packet went out", async () => {
    const unwakeable = await world.addMachine("no-card", office);
    await world.server.services.db.update(machines).set({ macAddresses: [] }).where(eq(machines.id, unwakeable.id));
    const wake = { action: "wake", machine_ids: ids(alpha, unwakeable, elsewhere) };
    expect(await bulk(member, wake)).toEqual(["ok", "no_mac_address", "not_found"]);
    expect((await audit(alpha.id))[0]?.action).toBe("machine.wake_sent");
  });

  test("removed machines are gone with their keys and sessions, each on record", async () => {
    const going = await Promise.all(["one", "two", "three"].map((name) => world.addMachine(name, office)));
    const disconnect = await world.connectAgent(going[0] as Machine);
    const session = await admin.ask("POST", `/api/machines/${going[0]?.id}/sessions`, { body: {} });
    const remove = { action: "remove", machine_ids: ids(...going, elsewhere) };
    expect(await bulk(member, remove)).toEqual(["forbidden", "forbidden", "forbidden", "not_found"]);
    expect(await bulk(manager, remove)).toEqual(["ok", "ok", "ok", "not_found"]);
    for (const { id, ask } of going) {
      expect((await admin.ask("GET", `/api/machines/${id}`)).status).toBe(404);
      expect((await ask("POST", "/api/agent/heartbeat", { body: { agent_version: "0.1.0" } })).status).toBe(401);
      expect((await audit(id))[0]?.action).toBe("machine.removed");
    }
    expect((await admin.ask("GET", `/api/sessions/${session.body.session_id}`)).body.ended_by).toBe("machine removed");
    expect((await admin.ask("GET", "/api/audit/verify")).body.ok).toBe(true);
    await disconnect();
  });

  test("what is malformed, empty or more than a thousand is refused as a whole", async () => {
    const many = Array.from({ length: 1_001 }, () => Bun.randomUUIDv7());
    for (const body of [
      { action: "tag", machine_ids: [], add: ["x"] },
      { action: "tag", machine_ids: ["nonsense"], add: ["x"] },
      { action: "tag", machine_ids: many, add: ["x"] },
      { action: "tag", machine_ids: ids(alpha), add: ["x".repeat(41)] },
      { action: "reboot", machine_ids: ids(alpha) },
    ]) {
      expect((await admin.ask("POST", "/api/machines/bulk", { body })).status).toBe(400);
    }
    expect((await world.nobody.ask("POST", "/api/machines/bulk", { body: {} })).status).toBe(401);
  });

  test("a thousand are tagged by one request, with a row of the log for each", async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      name: `many-${index}`,
      hostname: `many-${index}`,
      os: "linux",
      arch: "x64",
      agentVersion: "0.1.0",
      accessKeyHash: `key ${index}`,
    }));
    const many = await world.server.services.db.insert(machines).values(rows).returning({ id: machines.id });
    const results = await bulk(admin, { action: "tag", machine_ids: ids(...many), add: ["patched"] });
    expect(results.filter((result) => result === "ok")).toHaveLength(1_000);
    expect((await audit(many.at(-1)?.id ?? ""))[0]?.action).toBe("machine.changed");
    expect((await admin.ask("GET", "/api/audit/verify")).body.ok).toBe(true);
  });
});
