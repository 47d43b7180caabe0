import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { count, eq } from "drizzle-orm";
import { enrollmentTokens } from "../../src/db/schema/enrollment-tokens.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { users } from "../../src/db/schema/users.ts";
import {
  account,
  DATABASES,
  describedMachine,
  type Person,
  type ServerWorld,
  startWorld,
} from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  const makeToken = async (limits: object = {}) => {
    const { body } = await admin.ask("POST", "/api/enrollment-tokens", { body: { label: "office", ...limits } });
    return { id: String(body.id), token: String(body.token) };
  };
  const register = (body: object) =>
    world.nobody.ask("POST", "/api/agent/register", { body: { ...describedMachine("web-01"), ...body } });
  const machineCount = async () => (await world.server.services.db.select({ n: count() }).from(machines))[0]?.n;

  test("a token lets a machine in, and its key is told once and stored hashed", async () => {
    const { token } = await makeToken();
    const { status, body } = await register({ enrollment_token: token, name: "Front desk" });
    expect(status).toBe(201);
    expect(body.access_key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(body.relay_url).toBe(`${world.url.replace("http", "ws")}/ws/agent`);
    expect(Buffer.from(String(body.update_public_key), "base64")).toHaveLength(32);
    const [row] = await world.server.services.db
      .select()
      .from(machines)
      .where(eq(machines.id, String(body.machine_id)));
    expect(row).toMatchObject({ name: "Front desk", hostname: "web-01", macAddresses: ["00:16:3e:12:34:56"] });
    expect(JSON.stringify(row)).not.toContain(String(body.access_key));
  });

  test("of forty that come at once with a token for five, five get in", async () => {
    const { id, token } = await makeToken({ max_uses: 5 });
    const before = await machineCount();
    const answers = await Promise.all(Array.from({ length: 40 }, () => register({ enrollment_token: token })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(201), ...Array(35).fill(403)]);
    expect(answers.filter(({ status }) => status === 403).map(({ body }) => body.error)).toEqual(
      Array(35).fill(expect.objectContaining({ code: "invalid_enrollment_token" })),
    );
    expect(await machineCount()).toBe((before ?? 0) + 5);
    const list = await admin.ask<{ items: { id: string; uses: number }[] }>("GET", "/api/enrollment-tokens");
    expect(list.body.items.find((item) => item.id === id)?.uses).toBe(5);
  });

  test("wrong, revoked and expired tokens get the same answer", async () => {
    const [revoked, expired] = [await makeToken(), await makeToken()];
    expect((await admin.ask("DELETE", `/api/enrollment-tokens/${revoked.id}`)).status).toBe(204);
    await world.server.services.db
      .update(enrollmentTokens)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(enrollmentTokens.id, expired.id));
    const answers = [
      await register({ enrollment_token: "rle_wrong" }),
      await register({ enrollment_token: revoked.token }),
      await register({ enrollment_token: expired.token }),
    ];
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toHaveLength(1);
    expect(answers[0]?.body.error).toMatchObject({ code: "invalid_enrollment_token" });
  });

  test("a renewed token is the same one with another text, and the text before lets nobody in", async () => {
    const { id, token } = await makeToken({ max_uses: 2 });
    await world.server.services.db
      .update(enrollmentTokens)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(enrollmentTokens.id, id));
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const renewal = () => admin.ask("POST", `/api/enrollment-tokens/${id}/renew`, { body: { expires_at: until } });
    const renewed = await renewal();
    expect(renewed).toMatchObject({
      status: 200,
      body: { id, label: "office", max_uses: 2, uses: 0, expires_at: until },
    });
    expect((await register({ enrollment_token: token })).status).toBe(403);
    expect((await register({ enrollment_token: renewed.body.token })).status).toBe(201);
    expect((await renewal()).body.uses).toBe(1);
    await admin.ask("DELETE", `/api/enrollment-tokens/${id}`);
    expect((await renewal()).status).toBe(409);
    const past = { body: { expires_at: "2020-01-01T00:00:00Z" } };
    expect((await admin.ask("POST", `/api/enrollment-tokens/${id}/renew`, past)).status).toBe(400);
  });

  test("a token that is over before it begins is not made", async () => {
    const answer = await admin.ask("POST", "/api/enrollment-tokens", { body: { expires_at: "2020-01-01T00:00:00Z" } });
    expect(answer.status).toBe(400);
  });

  test("a machine that comes back with its key stays the same machine and spends no token", async () => {
    const { token } = await makeToken({ max_uses: 1 });
    const first = await register({ enrollment_token: token });
    const { machine_id, access_key } = first.body;
    const again = await register({ machine_id, access_key, hostname: "renamed", enrollment_token: token });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const { body } = await admin.ask("GET", `/api/machines/${machine_id}`);
    expect(body).toMatchObject({ hostname: "renamed", name: "web-01" });
  });

  test("a wrong key brings nobody back", async () => {
    const { token } = await makeToken();
    const { body } = await register({ enrollment_token: token });
    const answer = await register({ machine_id: body.machine_id, access_key: "A".repeat(43) });
    expect([answer.status, answer.body.error]).toEqual([401, expect.objectContaining({ code: "invalid_access_key" })]);
  });

  test("without a token nobody gets in unless enrollment is open", async () => {
    expect((await register({})).status).toBe(403);
    await world.stop();
    world = await startWorld(kind, { OPEN_ENROLLMENT: "true", OPEN_ENROLLMENT_USER_EMAIL: "Uma@example.com" });
    admin = await world.admin();
    const user = await world.addUser("Uma");
    const { status, body } = await register({});
    const [row] = await world.server.services.db
      .select()
      .from(machines)
      .where(eq(machines.id, String(body.machine_id)));
    expect([status, row?.ownerId]).toEqual([201, user.id]);
    await world.server.services.db.delete(users).where(eq(users.id, user.id));
    const next = await register({});
    const [second] = await world.server.services.db
      .select({ email: users.email })
      .from(machines)
      .innerJoin(users, eq(users.id, machines.ownerId))
      .where(eq(machines.id, String(next.body.machine_id)));
    expect(second?.email).toBe(account.email);
  });

  test("only administrators deal with tokens", async () => {
    const user = await world.addUser("Ned");
    const { id } = await makeToken();
    const answers = [
      await user.ask("GET", "/api/enrollment-tokens"),
      await user.ask("POST", "/api/enrollment-tokens", { body: {} }),
      await user.ask("DELETE", `/api/enrollment-tokens/${id}`),
      await world.nobody.ask("GET", "/api/enrollment-tokens"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 401]);
  });

  test("a heartbeat tells what changed, keeps what it leaves out, and is answered with the time", async () => {
    const machine = await world.addMachine("db-01");
    const told = { agent_version: "0.2.0", os_version: "Debian 13", cpu_count: 8, logged_in_user: "eve" };
    const answer = await machine.ask("POST", "/api/agent/heartbeat", { body: told });
    expect(answer.body).toMatchObject({ server_time: expect.any(String), update: null });
    await machine.ask("POST", "/api/agent/heartbeat", {
      body: { agent_version: "0.2.0", cpu_model: "Z80", logged_in_user: null },
    });
    const { body } = await admin.ask("GET", `/api/machines/${machine.id}`);
    expect(body).toMatchObject({
      agent_version: "0.2.0",
      os_version: "Debian 13",
      logged_in_user: null,
      inventory: { cpu_count: 8, cpu_model: "Z80" },
    });
  });

  test("an agent's routes take nothing but its own key", async () => {
    const [one, other] = [await world.addMachine("one"), await world.addMachine("other")];
    const ask = (headers: Record<string, string>) =>
      world.nobody.ask("POST", "/api/agent/session-code", { body: {}, headers });
    const answers = [
      await ask({}),
      await ask({ Authorization: `Bearer ${one.accessKey}` }),
      await ask({ Authorization: `Bearer ${one.accessKey}`, "X-Machine-Id": other.id }),
      await ask({ Authorization: `Bearer ${one.accessKey}`, "X-Machine-Id": "not an id" }),
      await ask({ Cookie: admin.cookie, Origin: world.url }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });

  test("text that no database can hold is refused, not a fault", async () => {
    const { token } = await makeToken();
    const answer = await register({ enrollment_token: token, hostname: "web\u0000" });
    expect([answer.status, answer.body.error]).toEqual([400, expect.objectContaining({ code: "invalid_request" })]);
  });
});
