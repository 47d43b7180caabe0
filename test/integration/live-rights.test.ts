/** What people lose, they lose on open sockets: real viewers on a real relay, each way of losing, and how each is closed. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { PERMISSIONS, type Permission } from "../../protocol/permissions.ts";
import { authenticators } from "../../src/db/schema/authenticators.ts";
import { openEvents } from "../fakes/event-reader.ts";
import { openSocket } from "../fakes/relay-world.ts";
import { callerAt, DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

type Ticket = { session_id: string; viewer_token: string };
/** The contract's bound, and a second for a machine that does much at once. */
const AT_THE_LATEST_MS = 6_000;

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let machine: Machine;
  let office: string;
  let lab: string;
  const sockets: { close(): void }[] = [];

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    office = await world.addGroup("Office");
    lab = await world.addGroup("Lab");
    machine = await world.addMachine("alpha", office);
    await world.connectAgent(machine);
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close();
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { group_id: office } });
  });

  const set = (person: Person, permissions: readonly Permission[], groupId = office) =>
    admin.ask("PUT", `/api/groups/${groupId}/members/${person.id}`, { body: { permissions } });
  const addMember = async (permissions: readonly Permission[] = PERMISSIONS) => {
    const person = await world.addUser(`Mem${Bun.randomUUIDv7()}`);
    await set(person, permissions);
    return person;
  };

  async function open({ session_id, viewer_token }: Ticket) {
    const socket = openSocket(`${world.url.replace("http", "ws")}/ws/viewer?session_id=${session_id}`, {
      headers: { Origin: world.url },
      protocols: ["remotelink.v1", `remotelink.token.${viewer_token}`],
    });
    sockets.push(socket);
    const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
    const state = await Promise.race([
      new Promise<{ permissions?: string[]; may_take_over?: boolean }>((resolve) =>
        socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))), { once: true }),
      ),
      closed.then((code) => ({ code })),
    ]);
    return { state, closed };
  }

  async function view(person: Person) {
    const { body: ticket } = await person.ask<Ticket>("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    return { ticket, ...(await open(ticket)) };
  }

  const codeInTime = (closed: Promise<number>) =>
    Promise.race([closed, Bun.sleep(AT_THE_LATEST_MS).then(() => "still open")]);

  test("whose membership ends is put out for good, and nobody else with them", async () => {
    const [person, other] = [await addMember(), await addMember()];
    const [mine, theirs] = [await view(person), await view(other)];
    await admin.ask("DELETE", `/api/groups/${office}/members/${person.id}`);
    expect(await codeInTime(mine.closed)).toBe(4403);
    expect((await open(mine.ticket)).state).toEqual({ code: 4403 });
    expect(await Promise.race([theirs.closed, Bun.sleep(300)])).toBeUndefined();
  });

  test("who loses one permission is asked back, and comes back with what is left", async () => {
    const person = await addMember(["view", "control", "clipboard", "scripts"]);
    const { ticket, state, closed } = await view(person);
    expect(state).toMatchObject({ permissions: ["view", "control", "clipboard", "scripts"] });
    await set(person, ["view", "control"]);
    expect(await codeInTime(closed)).toBe(1012);
    expect((await open(ticket)).state).toMatchObject({ permissions: ["view", "control"] });
  });

  test("who gains one keeps the viewer as it is: a ticket's set never grows", async () => {
    const person = await addMember(["view", "control"]);
    const { closed, ticket } = await view(person);
    await set(person, ["view", "control", "scripts"]);
    expect(await Promise.race([closed, Bun.sleep(300)])).toBeUndefined();
    expect((await open(ticket)).state).toMatchObject({ permissions: ["view", "control"] });
  });

  test("who loses the view is put out for good, whatever else they keep", async () => {
    const person = await addMember(["view", "control", "wake"]);
    const { closed } = await view(person);
    await set(person, ["control", "wake"]);
    expect(await codeInTime(closed)).toBe(4403);
  });

  test("the members of a removed group are put out", async () => {
    const groupId = await world.addGroup("Doomed");
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { group_id: groupId } });
    const person = await world.addUser(`Doo${Bun.randomUUIDv7()}`);
    await set(person, PERMISSIONS, groupId);
    const { closed } = await view(person);
    await admin.ask("DELETE", `/api/groups/${groupId}`);
    expect(await codeInTime(closed)).toBe(4403);
  });

  test("a machine that moves takes along who is a member there too, with what they may do there", async () => {
    const [stays, narrowed, lost] = [await addMember(), await addMember(), await addMember()];
    await set(stays, PERMISSIONS, lab);
    await set(narrowed, ["view"], lab);
    const views = { stays: await view(stays), narrowed: await view(narrowed), lost: await view(lost) };
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: { group_id: lab } });
    expect(await codeInTime(views.lost.closed)).toBe(4403);
    expect(await codeInTime(views.narrowed.closed)).toBe(1012);
    expect((await open(views.narrowed.ticket)).state).toMatchObject({ permissions: ["view"] });
    expect(await Promise.race([views.stays.closed, Bun.sleep(300)])).toBeUndefined();
  });

  test("who is demoted, disabled, removed or given a new password is put out", async () => {
    const ways: Record<string, (person: Person) => Promise<unknown>> = {
      demoted: (person) => admin.ask("PATCH", `/api/users/${person.id}`, { body: { role: "user" } }),
      disabled: (person) => admin.ask("PATCH", `/api/users/${person.id}`, { body: { disabled: true } }),
      removed: (person) => admin.ask("DELETE", `/api/users/${person.id}`),
    };
    for (const [way, act] of Object.entries(ways)) {
      const person = await world.addUser(`Way${Bun.randomUUIDv7()}`);
      await admin.ask("PATCH", `/api/users/${person.id}`, { body: { role: "admin" } });
      const { closed } = await view(person);
      await act(person);
      expect([way, await codeInTime(closed)]).toEqual([way, 4403]);
    }
    const person = await addMember();
    const { closed, ticket } = await view(person);
    const { body } = await admin.ask("POST", `/api/users/${person.id}/password-reset`, { body: {} });
    const token = String(body.url).split("/").at(-1);
    await world.nobody.ask("POST", "/api/auth/reset-password", { body: { token, newPassword: "quite another one" } });
    expect(await codeInTime(closed)).toBe(1012);
    expect((await open(ticket)).state).toEqual({ code: 4404 });
  });

  test("who lacks the second factor that is required now is put out, of streams too, and who has one stays", async () => {
    await world.server.services.db
      .insert(authenticators)
      .values({ userId: admin.id, sealedSecret: "", confirmedAt: new Date() });
    const person = await addMember();
    const events = await openEvents(world.url, person.cookie);
    const [theirs, mine] = [await view(person), await view(admin)];
    const changed = await admin.ask("PATCH", "/api/settings", { body: { two_factor_required: "everyone" } });
    expect(changed.status).toBe(200);
    expect(await codeInTime(theirs.closed)).toBe(4403);
    expect((await open(theirs.ticket)).state).toEqual({ code: 4403 });
    expect(await Promise.race([mine.closed, Bun.sleep(300)])).toBeUndefined();
    await events.ended;
    await admin.ask("PATCH", "/api/settings", { body: { two_factor_required: "nobody" } });
    await world.server.services.db.delete(authenticators);
  });

  test("a key of an administrator that is narrowed to permissions takes control from nobody", async () => {
    const { body: session } = await (await addMember()).ask<Ticket>("POST", `/api/machines/${machine.id}/sessions`, {
      body: {},
    });
    const mayTakeOver = async (by: Pick<Person, "ask">) => {
      const { body: ticket } = await by.ask<Ticket>("POST", `/api/sessions/${session.session_id}/join`, { body: {} });
      return (await open(ticket)).state;
    };
    const keyOf = async (permissions?: Permission[]) => {
      const { body } = await admin.ask("POST", "/api/api-keys", { body: { name: "helper", permissions } });
      return callerAt(world.url, { Authorization: `Bearer ${body.key}` });
    };
    expect(await mayTakeOver(await keyOf(["view", "control"]))).toMatchObject({ may_take_over: false });
    expect(await mayTakeOver(await keyOf())).toMatchObject({ may_take_over: true });
    expect(await mayTakeOver(admin)).toMatchObject({ may_take_over: true });
  });

  test("who is an administrator no more, but may do all the same here, loses only the say over who controls", async () => {
    const person = await addMember();
    await admin.ask("PATCH", `/api/users/${person.id}`, { body: { role: "admin" } });
    const { body: session } = await admin.ask<Ticket>("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const { body: ticket } = await person.ask<Ticket>("POST", `/api/sessions/${session.session_id}/join`, { body: {} });
    const { state, closed } = await open(ticket);
    expect(state).toMatchObject({ may_take_over: true });
    await admin.ask("PATCH", `/api/users/${person.id}`, { body: { role: "user" } });
    expect(await codeInTime(closed)).toBe(1012);
    expect((await open(ticket)).state).toMatchObject({ permissions: [...PERMISSIONS], may_take_over: false });
  });

  test("an event stream tells that rights have changed, and ends with the account", async () => {
    const person = await addMember();
    const events = await openEvents(world.url, person.cookie);
    await set(person, ["view"]);
    await events.next("rights.changed");
    await admin.ask("DELETE", `/api/groups/${office}/members/${person.id}`);
    await events.next("rights.changed");
    await admin.ask("PATCH", `/api/users/${person.id}`, { body: { disabled: true } });
    await events.ended;
  });

  test("administrators are told of groups, users and invitations that change, members of their own group", async () => {
    const person = await addMember();
    const [all, some] = [await openEvents(world.url, admin.cookie), await openEvents(world.url, person.cookie)];
    await admin.ask("PATCH", `/api/groups/${lab}`, { body: { name: `Lab ${Bun.randomUUIDv7()}` } });
    await admin.ask("PATCH", `/api/groups/${office}`, { body: { name: `Office ${Bun.randomUUIDv7()}` } });
    expect((await all.next("group.changed")).data).toMatchObject({ group_id: lab });
    expect((await some.next("group.changed")).data).toMatchObject({ group_id: office });
    const { body } = await admin.ask("POST", "/api/invites", { body: { email: "new@example.com" } });
    expect((await all.next("invite.changed")).data).toMatchObject({ invite_id: body.id });
    await admin.ask("PATCH", `/api/users/${person.id}`, { body: { name: "Renamed" } });
    expect((await all.next("user.changed")).data).toMatchObject({ user_id: person.id });
    for (const events of [all, some]) events.close();
  });
});
