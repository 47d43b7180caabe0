/** Wake-on-LAN over REST: who may, what is answered, and whom the server asks to help. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createSocket } from "node:dgram";
import { eq } from "drizzle-orm";
import { magicPacket } from "../../protocol/wake-on-lan.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { sendTo } from "../../src/lib/send-magic-packets.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

const MAC = "00:16:3e:12:34:56";

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let member: Person;
  let watcher: Person;
  let stranger: Person;
  let group: string;
  let asleep: Machine;

  beforeAll(async () => {
    world = await startWorld(kind);
    await world.admin();
    member = await world.addUser("Mem");
    watcher = await world.addUser("Wat");
    stranger = await world.addUser("Str");
    group = await world.addGroup("Office", [{ person: member }, { person: watcher, permissions: ["view"] }]);
    asleep = await world.addMachine("asleep", group);
    await tellSubnets(asleep, ["192.168.7.0/24"]);
  });
  afterAll(() => world.stop());

  const wake = (person: Person, id: string) => person.ask("POST", `/api/machines/${id}/wake`);
  const tellSubnets = async (machine: Machine, subnets: string[]) => {
    const { status } = await machine.ask("POST", "/api/agent/heartbeat", { body: { agent_version: "0.1.0", subnets } });
    expect(status).toBe(200);
  };

  test("who may wake it has the packets sent by the server, and it is in the audit log", async () => {
    const answer = await wake(member, asleep.id);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ sent_via: "server", mac_addresses: [MAC] });
    const rows = await world.server.services.db.select().from(auditLog).where(eq(auditLog.action, "machine.wake_sent"));
    expect(rows.at(-1)).toMatchObject({ actorId: member.id, targetId: asleep.id });
  });

  test("without the permission it is 403, of another group's machine 404, as of one that does not exist", async () => {
    expect((await wake(watcher, asleep.id)).status).toBe(403);
    const [foreign, unknown] = [await wake(stranger, asleep.id), await wake(stranger, Bun.randomUUIDv7())];
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    expect((await world.nobody.ask("POST", `/api/machines/${asleep.id}/wake`)).status).toBe(401);
  });

  test("a machine whose MAC address nobody knows is 409", async () => {
    const unnamed = await world.addMachine("unnamed", group);
    await world.server.services.db.update(machines).set({ macAddresses: [] }).where(eq(machines.id, unnamed.id));
    const answer = await wake(member, unnamed.id);
    expect([answer.status, answer.body]).toMatchObject([409, { error: { code: "no_mac_address" } }]);
  });

  test("an agent of the same subnet and group is asked to send it, too; nobody else is", async () => {
    const beside = await world.addMachine("beside", group);
    const elsewhere = await world.addMachine("elsewhere", group);
    const foreign = await world.addMachine("foreign", await world.addGroup("Another customer"));
    await tellSubnets(beside, ["10.0.0.0/8", "192.168.7.0/24"]);
    await tellSubnets(elsewhere, ["192.168.8.0/24"]);
    await tellSubnets(foreign, ["192.168.7.0/24"]);
    const agents = await Promise.all([beside, elsewhere, foreign].map((machine) => listen(world.url, machine)));
    const [besideAgent, elsewhereAgent, foreignAgent] = agents;
    try {
      expect((await wake(member, asleep.id)).body).toMatchObject({ sent_via: "peer" });
      const asked = await waitUntil("the agent beside it to be asked", () => besideAgent?.heard[0]);
      expect(asked).toEqual({ type: "wake_peer", mac_addresses: [MAC] });
      // What was said before to these would have come before this.
      for (const agent of agents) agent.say({ type: "ping" });
      for (const agent of [elsewhereAgent, foreignAgent]) {
        await waitUntil("an answer to the ping", () => (agent?.heard.length ?? 0) > 0);
        expect(agent?.heard).toMatchObject([{ type: "pong" }]);
      }
    } finally {
      for (const agent of agents) agent.close();
    }
  });
});

test("a magic packet reaches whoever listens in the broadcast's network, byte for byte", async () => {
  const listener = createSocket("udp4");
  const received = new Promise<Buffer>((resolve) => listener.once("message", resolve));
  await new Promise<void>((resolve) => listener.bind(0, resolve));
  try {
    expect(await sendTo(["127.255.255.255"], [MAC], [listener.address().port])).toBe(1);
    expect(await received).toEqual(Buffer.from(magicPacket(MAC)));
  } finally {
    listener.close();
  }
});

/** An agent's socket of the present protocol, with everything it is told. */
async function listen(url: string, machine: Machine) {
  const headers = {
    Authorization: `Bearer ${machine.accessKey}`,
    "X-Machine-Id": machine.id,
    "X-Remotelink-Protocol": "1",
  };
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws/agent`, { headers } as unknown as string[]);
  const heard: { type: string; mac_addresses?: string[] }[] = [];
  socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(String(data))));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", ({ code }) => reject(new Error(`refused with ${code}`)));
  });
  return { heard, say: (message: object) => socket.send(JSON.stringify(message)), close: () => socket.close() };
}
