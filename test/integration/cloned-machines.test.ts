/** A disk that was copied with its agent: the server tells the copy from the machine, and gives it an identity of its own. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { CLOSE } from "../../protocol/close-codes.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { MAX_CLONES_AN_HOUR } from "../../src/services/throttles.ts";
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

const [ORIGINAL, COPY, THIRD] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)] as const;

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let groupId: string;
  const open: WebSocket[] = [];

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    groupId = await world.addGroup("Lab");
  });
  afterEach(async () => {
    for (const socket of open.splice(0)) socket.close();
    await waitUntil("all to be offline", () => world.server.services.live.onlineMachineIds().size === 0);
  });
  afterAll(() => world.stop());

  /** Resolves with "online" once the agent is let in, or with the code that it is closed with. */
  async function connect(machine: { id: string; accessKey: string }, hardware?: string) {
    const headers = {
      Authorization: `Bearer ${machine.accessKey}`,
      "X-Machine-Id": machine.id,
      ...(hardware && { "X-Remotelink-Hardware": hardware }),
    };
    const url = `${world.url.replace("http", "ws")}/ws/agent`;
    const socket = new WebSocket(url, { headers } as unknown as string[]);
    open.push(socket);
    const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
    // Who is let in is answered.
    const answered = new Promise<"online">((resolve) => socket.addEventListener("message", () => resolve("online")));
    socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "ping" })));
    return { outcome: await Promise.race([answered, closed]), closed, socket };
  }

  const registerClone = (machine: { id: string; accessKey: string }, more: object = {}) =>
    world.nobody.ask("POST", "/api/agent/register", {
      body: {
        ...describedMachine("copy"),
        ...{ machine_id: machine.id, access_key: machine.accessKey, cloned: true, hardware_id: COPY },
        ...more,
      },
    });
  const rowOf = async (id: unknown) => {
    const [row] = await world.server.services.db
      .select()
      .from(machines)
      .where(eq(machines.id, String(id)));
    if (!row) throw new Error(`no machine ${id}`);
    return row;
  };
  const auditOf = (id: unknown) =>
    world.server.services.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.targetId, String(id)));
  /** Online, its hardware known. */
  async function original(name: string): Promise<Machine> {
    const machine = await world.addMachine(name, groupId);
    expect((await connect(machine, ORIGINAL)).outcome).toBe("online");
    await waitUntil("its hardware to be kept", async () => (await rowOf(machine.id)).hardwareId === ORIGINAL);
    return machine;
  }

  test("a copy is refused while the original is there, which is not disturbed", async () => {
    const machine = await world.addMachine("kept", groupId);
    const first = await connect(machine, ORIGINAL);
    expect((await connect(machine, COPY)).outcome).toBe(CLOSE.cloned);
    expect([first.socket.readyState, (await rowOf(machine.id)).hardwareId]).toEqual([WebSocket.OPEN, ORIGINAL]);
  });

  test("the machine itself, and an agent that tells nothing of its hardware, take their own place as ever", async () => {
    const machine = await world.addMachine("again", groupId);
    const first = await connect(machine, ORIGINAL);
    const second = await connect(machine, ORIGINAL);
    expect([second.outcome, await first.closed]).toEqual(["online", CLOSE.replaced]);
    const silent = await connect(machine);
    expect([silent.outcome, await second.closed]).toEqual(["online", CLOSE.replaced]);
  });

  test("a copy that came first gives way to the original", async () => {
    const machine = await original("late");
    for (const socket of open.splice(0)) socket.close();
    await waitUntil("it to be offline", () => !world.server.services.live.isMachineOnline(machine.id));
    const copy = await connect(machine, COPY);
    expect(copy.outcome).toBe("online");
    expect((await connect(machine, THIRD)).outcome).toBe(CLOSE.cloned);
    const back = await connect(machine, ORIGINAL);
    expect([back.outcome, await copy.closed]).toEqual(["online", CLOSE.cloned]);
    expect((await rowOf(machine.id)).hardwareId).toBe(ORIGINAL);
  });

  test("the copy becomes a machine of its own in the same group, and both are on record", async () => {
    const machine = await original("web-01");
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { tags: ["lab"] } });
    const before = await rowOf(machine.id);
    const { status, body } = await registerClone(machine, { hostname: "web-01" });
    expect([status, body.quarantined]).toEqual([201, undefined]);
    expect(body.machine_id).not.toBe(machine.id);
    expect(JSON.stringify(body)).not.toContain(machine.accessKey);
    const copy = { id: String(body.machine_id), accessKey: String(body.access_key) };
    const facts = { name: "web-01 (2)", groupId, tags: ["lab"], hardwareId: COPY, quarantinedAt: null };
    expect(await rowOf(copy.id)).toMatchObject(facts);
    expect(await rowOf(machine.id)).toEqual(before);
    const [row] = await auditOf(copy.id);
    expect(row).toMatchObject({
      action: "machine.cloned",
      actorId: machine.id,
      targetName: "web-01 (2)",
      details: { original_id: machine.id, original_name: "web-01" },
    });
    expect((await connect(copy, COPY)).outcome).toBe("online");
    // Neither key is the other machine's.
    expect((await connect({ ...copy, accessKey: machine.accessKey }, COPY)).outcome).toBe(CLOSE.badCredentials);
    expect((await connect({ ...machine, accessKey: copy.accessKey }, COPY)).outcome).toBe(CLOSE.badCredentials);
    const again = await registerClone(machine, { hostname: "web-01", hardware_id: THIRD });
    expect(await rowOf(again.body.machine_id)).toMatchObject({ name: "web-01 (3)" });
  });

  test("what a copy tells before it knows that it is one does not overwrite what is known of the original", async () => {
    const machine = await original("facts");
    const body = { ...describedMachine("other-name"), machine_id: machine.id, access_key: machine.accessKey };
    const answer = await world.nobody.ask("POST", "/api/agent/register", { body: { ...body, hardware_id: COPY } });
    expect([answer.status, (await rowOf(machine.id)).hostname]).toEqual([200, "facts"]);
    const beat = (hardware: string) =>
      machine.ask("POST", "/api/agent/heartbeat", {
        body: { ...describedMachine("other-name"), hardware_id: hardware },
      });
    expect([(await beat(COPY)).status, (await rowOf(machine.id)).hostname]).toEqual([200, "facts"]);
    expect([(await beat(ORIGINAL)).status, (await rowOf(machine.id)).hostname]).toEqual([200, "other-name"]);
  });

  test("a wrong key, no key, and a token beside it make nothing", async () => {
    const machine = await original("guarded");
    const wrong = await registerClone({ ...machine, accessKey: "x".repeat(43) });
    expect([wrong.status, wrong.body]).toMatchObject([401, { error: { code: "invalid_access_key" } }]);
    expect((await registerClone(machine, { access_key: undefined })).status).toBe(401);
    expect((await registerClone(machine, { hardware_id: "not hexadecimal" })).status).toBe(400);
  });

  test("where no original is connected, or the same hardware, or none told of, there is nothing to copy", async () => {
    const machine = await original("alone");
    for (const hardware of [ORIGINAL, undefined]) {
      const same = await registerClone(machine, { hardware_id: hardware });
      expect([same.status, same.body]).toMatchObject([409, { error: { code: "original_not_connected" } }]);
    }
    for (const socket of open.splice(0)) socket.close();
    await waitUntil("it to be offline", () => !world.server.services.live.isMachineOnline(machine.id));
    expect((await registerClone(machine)).status).toBe(409);
    const plain = await connect(machine);
    expect([plain.outcome, (await registerClone(machine)).status]).toEqual(["online", 409]);
  });

  test("the copy waits where new machines wait, and where its original does", async () => {
    const machine = await original("held");
    await admin.ask("PATCH", "/api/settings", { body: { quarantine_new_machines: true } });
    const first = await registerClone(machine);
    await admin.ask("PATCH", "/api/settings", { body: { quarantine_new_machines: false } });
    expect([first.status, first.body]).toMatchObject([201, { quarantined: true }]);
    const waiting = await admin.ask<{ items: { id: string; address: string }[] }>("GET", "/api/waiting-machines");
    expect(waiting.body.items).toMatchObject([{ id: first.body.machine_id, address: "127.0.0.1" }]);
    const { db } = world.server.services;
    await db.update(machines).set({ quarantinedAt: new Date() }).where(eq(machines.id, machine.id));
    expect((await registerClone(machine)).body.quarantined).toBe(true);
  });

  test(`no more than ${MAX_CLONES_AN_HOUR} an hour come of one machine`, async () => {
    const machine = await original("many");
    const answers = [];
    for (let made = 0; made <= MAX_CLONES_AN_HOUR; made++) answers.push((await registerClone(machine)).status);
    expect(answers).toEqual([...Array(MAX_CLONES_AN_HOUR).fill(201), 429]);
    expect((await registerClone(await original("other"))).status).toBe(201);
  });
});
