/** Accounts as administrators manage them: roles, disabling, removal, and that one administrator always remains. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { and, eq, isNull } from "drizzle-orm";
import type { User } from "../../protocol/rest/users.ts";
import { users } from "../../src/db/schema/users.ts";
import { account, DATABASES, type Person, type ServerWorld, signIn, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let user: Person;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    user = await world.addUser("Uma");
  });
  afterAll(() => world.stop());

  const patch = (person: Pick<Person, "id">, body: object, by = admin) =>
    by.ask("PATCH", `/api/users/${person.id}`, { body });
  const remove = (person: Pick<Person, "id">, by = admin) => by.ask("DELETE", `/api/users/${person.id}`);
  const last = { status: 409, body: { error: { code: "last_administrator" } } };
  const enabledAdmins = () =>
    world.server.services.db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.role, "admin"), isNull(users.disabledAt)));

  test("everybody with an account is listed with their groups, for administrators only", async () => {
    const groupId = await world.addGroup("Office", [{ person: user, permissions: ["view"] }]);
    const { body } = await admin.ask<{ items: User[] }>("GET", "/api/users");
    expect(body.items.map(({ name }) => name)).toEqual(["Ada Admin", "Uma"]);
    expect(body.items[1]).toMatchObject({
      email: user.email,
      role: "user",
      disabled: false,
      last_sign_in_at: expect.any(String),
      groups: [{ group_id: groupId, name: "Office", permissions: ["view"] }],
    });
    expect((await admin.ask("GET", `/api/users/${user.id}`)).body).toMatchObject({ id: user.id });
    expect((await user.ask("GET", "/api/users")).status).toBe(403);
    expect((await user.ask("GET", `/api/users/${user.id}`)).status).toBe(403);
    expect((await admin.ask("GET", `/api/users/${Bun.randomUUIDv7()}`)).status).toBe(404);
    await admin.ask("DELETE", `/api/groups/${groupId}`);
  });

  test("users change nobody, themselves neither", async () => {
    expect((await patch(user, { role: "admin" }, user)).status).toBe(403);
    expect((await remove(admin, user)).status).toBe(403);
  });

  test.each(["demoted", "disabled", "removed"])(
    "what an administrator handed out ends when they are %s",
    async (how) => {
      const second = await world.addUser(`Second-${how}`);
      await patch(second, { role: "admin" });
      const made = await second.ask("POST", "/api/invites", { body: { email: `${how}@example.com`, role: "admin" } });
      const others = await admin.ask("POST", "/api/invites", { body: { email: `not-${how}@example.com` } });
      const reset = await second.ask("POST", `/api/users/${user.id}/password-reset`);
      if (how === "removed") expect((await remove(second)).status).toBe(204);
      else await patch(second, how === "demoted" ? { role: "user" } : { disabled: true });
      const statusOf = async ({ body: { url } }: { body: Record<string, unknown> }, path: string) =>
        (await world.nobody.ask("GET", `/api/${path}/by-token/${String(url).split("/").at(-1)}`)).status;
      expect([await statusOf(made, "invites"), await statusOf(others, "invites")]).toEqual([404, 200]);
      expect(await statusOf(reset, "password-resets")).toBe(404);
      const { body } = await admin.ask<{ items: object[] }>("GET", `/api/audit?target=${made.body.id}`);
      expect(body.items).toMatchObject([
        {
          action: "invite.revoked",
          actor: { name: account.name },
          details: { inviter_is_no_administrator: second.id },
        },
        { action: "invite.created" },
      ]);
    },
  );

  test("a role and a name are changed, and nothing else that was sent", async () => {
    const { body } = await patch(user, { role: "admin", name: " Uma Thorn ", email: "x@example.com", id: admin.id });
    expect(body).toMatchObject({ id: user.id, name: "Uma Thorn", role: "admin", email: user.email });
    expect((await user.ask("GET", "/api/me")).body).toMatchObject({ role: "admin" });
    await patch(user, { role: "user", name: "Uma" });
    expect((await user.ask("GET", "/api/users")).status).toBe(403);
    for (const body of [{ role: "god" }, { name: " " }, { disabled: "yes" }]) {
      expect((await patch(user, body)).status).toBe(400);
    }
  });

  test("who is disabled is signed out everywhere, and comes back only after being enabled", async () => {
    const other = await world.addUser("Dis");
    const elsewhere = await signIn(world.url, other.email);
    expect((await patch(other, { disabled: true })).body).toMatchObject({ disabled: true, last_sign_in_at: null });
    expect([(await other.ask("GET", "/api/me")).status, (await elsewhere.ask("GET", "/api/me")).status]).toEqual([
      401, 401,
    ]);
    const again = () =>
      world.nobody.ask("POST", "/api/auth/sign-in/email", { body: { email: other.email, password: account.password } });
    expect(await again()).toMatchObject({ status: 403, body: { error: { code: "account_disabled" } } });
    await patch(other, { disabled: false });
    expect((await again()).status).toBe(200);
    expect((await other.ask("GET", "/api/me")).status).toBe(401);
  });

  test("who is removed is gone at once, and the history of their sessions keeps their name", async () => {
    const other = await world.addUser("Rem");
    const group = await world.addGroup("Desk", [{ person: other }]);
    const machine = await world.addMachine("desk", group);
    const disconnect = await world.connectAgent(machine);
    const { body: started } = await other.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    expect((await remove(other)).status).toBe(204);
    expect((await other.ask("GET", "/api/me")).status).toBe(401);
    const { body } = await admin.ask("GET", `/api/sessions/${started.session_id}`);
    expect(body).toMatchObject({ user_id: null, user_name: "Rem" });
    expect((await remove(other)).status).toBe(404);
    await disconnect();
  });

  test("the last administrator is neither demoted, nor disabled, nor removed; a disabled one does not count", async () => {
    const second = await world.addUser("Second");
    await patch(second, { role: "admin", disabled: true });
    for (const change of [{ role: "user" }, { disabled: true }]) expect(await patch(admin, change)).toMatchObject(last);
    expect(await remove(admin)).toMatchObject(last);
    await patch(second, { disabled: false });
    expect((await patch(admin, { role: "user" }, admin)).status).toBe(200);
    const again = await signIn(world.url, second.email);
    expect((await patch(admin, { role: "admin" }, again)).status).toBe(200);
    expect((await remove(second)).status).toBe(204);
  });

  test("of administrators who take each other's role away at once, one remains", async () => {
    for (const act of [
      (target: Person, by: Person) => patch(target, { role: "user" }, by),
      (target: Person, by: Person) => patch(target, { disabled: true }, by),
      (target: Person, by: Person) => remove(target, by),
    ]) {
      const rivals: Person[] = [];
      for (let index = 0; index < 4; index++) {
        const rival = await world.addUser(`Rival${Bun.randomUUIDv7()}`);
        await patch(rival, { role: "admin" });
        rivals.push(rival);
      }
      // Without this one, who stays out of it: the four are all there are.
      await world.server.services.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, admin.id));
      const answers = await Promise.all(
        rivals.map((by, index) => act(rivals[(index + 1) % rivals.length] as Person, by)),
      );
      expect((await enabledAdmins()).length).toBeGreaterThanOrEqual(1);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      await world.server.services.db.update(users).set({ disabledAt: null }).where(eq(users.id, admin.id));
      for (const rival of rivals) await remove(rival);
    }
  });
});
