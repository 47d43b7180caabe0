import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { liveEvent } from "../../protocol/rest/events.ts";
import { type EventReader, openEvents } from "../fakes/event-reader.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, signIn, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let member: Person;
  let group: string;
  let machine: Machine;
  const readers: EventReader[] = [];

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    member = await world.addUser("Mem");
    group = await world.addGroup("Office", [{ person: member }]);
    machine = await world.addMachine("alpha", group);
  });
  afterAll(() => world.stop());
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
  });
  const watch = async (person: Person, lastEventId?: string): Promise<EventReader> => {
    const reader = await openEvents(world.url, person.cookie, lastEventId);
    readers.push(reader);
    return reader;
  };

  test("tells of agents that come and go, in the contract's shape", async () => {
    const events = await watch(member);
    const disconnect = await world.connectAgent(machine);
    const online = await events.next("machine.online");
    expect(liveEvent.parse(online.data)).toMatchObject({ machine: { id: machine.id, online: true } });
    await disconnect();
    expect((await events.next("machine.offline")).data).toMatchObject({ machine: { id: machine.id, online: false } });
  });

  test("tells of a machine as soon as it is enrolled, before its agent connects", async () => {
    const events = await watch(member);
    const enrolled = await world.addMachine("newcomer", group);
    expect((await events.next("machine.updated")).data).toMatchObject({ machine: { id: enrolled.id, online: false } });
  });

  test("tells of sessions, and shows nobody what is not theirs to see", async () => {
    const hidden = await world.addMachine("omega");
    const leave = [await world.connectAgent(hidden), await world.connectAgent(machine)];
    const [all, some] = [await watch(admin), await watch(member)];
    const start = (id: string) => admin.ask("POST", `/api/machines/${id}/sessions`, { body: {} });
    const [first, second] = [await start(hidden.id), await start(machine.id)];
    expect((await all.next("session.started")).data).toMatchObject({ session: { id: first.body.session_id } });
    expect((await some.next("session.started")).data).toMatchObject({ session: { id: second.body.session_id } });
    await admin.ask("DELETE", `/api/sessions/${second.body.session_id}`);
    expect((await some.next("session.ended")).data).toMatchObject({ session: { id: second.body.session_id } });
    for (const disconnect of leave) await disconnect();
  });

  test("a machine that moves out of sight is told as removed", async () => {
    const moving = await world.addMachine("mover", group);
    const [all, some] = [await watch(admin), await watch(member)];
    await admin.ask("PATCH", `/api/machines/${moving.id}`, { body: { group_id: null } });
    expect((await some.next("machine.removed")).data).toMatchObject({ machine_id: moving.id });
    expect((await all.next("machine.updated")).data).toMatchObject({ machine: { id: moving.id, group_id: null } });
    await admin.ask("DELETE", `/api/machines/${moving.id}`);
    expect((await all.next("machine.removed")).data).toMatchObject({ machine_id: moving.id });
  });

  test("what was missed comes first when a stream is taken up again", async () => {
    const rename = (name: string) => admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { name } });
    const events = await watch(admin);
    await rename("one");
    const { id } = await events.next("machine.updated");
    events.close();
    await rename("two");
    await rename("three");
    const again = await watch(admin, id);
    expect((await again.next("machine.updated")).data).toMatchObject({ machine: { name: "two" } });
    expect((await again.next("machine.updated")).data).toMatchObject({ machine: { name: "three" } });
  });

  test("ends when the person signs out", async () => {
    const person = await signIn(world.url, member.email);
    const events = await watch(person);
    await person.ask("POST", "/api/auth/sign-out", { body: {} });
    await events.ended;
  });

  test("is for people who are signed in", async () => {
    expect((await world.nobody.ask("GET", "/api/events")).status).toBe(401);
  });
});
