/** New passwords by link: made by an administrator, or mailed to whoever forgot theirs. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { PasswordReset } from "../../protocol/rest/users.ts";
import { authAccounts } from "../../src/db/schema/auth-accounts.ts";
import { authSessions } from "../../src/db/schema/auth-sessions.ts";
import { passwordResets } from "../../src/db/schema/password-resets.ts";
import { users } from "../../src/db/schema/users.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import { type MailServer, startMailServer } from "../fakes/mail-server.ts";
import { account, DATABASES, type Person, type ServerWorld, signIn, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const NEW = "a password that is new";

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    Object.assign(world.server.services.throttles, createThrottles());
  });

  const make = async (person: Pick<Person, "id">) => {
    const { status, body } = await admin.ask<PasswordReset>("POST", `/api/users/${person.id}/password-reset`);
    expect(status).toBe(201);
    return { ...body, token: body.url.split("/").at(-1) ?? "" };
  };
  const open = (token: string) => world.nobody.ask("GET", `/api/password-resets/by-token/${token}`);
  const use = (token: string, newPassword = NEW) =>
    world.nobody.ask("POST", "/api/auth/reset-password", { body: { token, newPassword } });
  const over = { status: 404, body: { error: { code: "invalid_reset" } } };

  test("the link says whose password it sets, sets it, and ends every sign-in", async () => {
    const user = await world.addUser("Uma");
    const elsewhere = await signIn(world.url, user.email);
    const made = await make(user);
    expect(made).toMatchObject({ mail: "off", url: `${world.url}/reset/${made.token}` });
    expect(made.token).toMatch(/^rlp_[\w-]{22}$/);
    expect(Date.parse(made.expires_at) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(await open(made.token)).toMatchObject({ status: 200, body: { email: user.email } });
    expect((await use(made.token)).status).toBe(200);
    for (const one of [user, elsewhere]) expect((await one.ask("GET", "/api/me")).status).toBe(401);
    expect((await (await signIn(world.url, user.email, NEW)).ask("GET", "/api/me")).status).toBe(200);
    await expect(signIn(world.url, user.email)).rejects.toThrow("401");
  });

  test("it works once, of many at once, and is kept only as a hash", async () => {
    const user = await world.addUser("Ute");
    const { token } = await make(user);
    const rows = await world.server.services.db.select().from(passwordResets);
    expect(JSON.stringify(rows)).not.toContain(token);
    const answers = await Promise.all(Array.from({ length: 4 }, (_, index) => use(token, `${NEW} ${index}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    expect(await use(token)).toMatchObject(over);
  });

  test("a link for anybody, oneself too, is made by who just proved who they are", async () => {
    const { db } = world.server.services;
    const user = await world.addUser("Uli");
    const longAgo = new Date(Date.now() - 11 * 60_000);
    await db.update(authSessions).set({ provenAt: longAgo }).where(eq(authSessions.userId, admin.id));
    for (const { id } of [user, admin]) {
      expect(await admin.ask("POST", `/api/users/${id}/password-reset`)).toMatchObject({
        status: 403,
        body: { error: { code: "reauthentication_required" } },
      });
    }
    expect(await db.$count(passwordResets, eq(passwordResets.userId, user.id))).toBe(0);
    await admin.ask("POST", "/api/auth/prove", { body: { password: account.password } });
    await make(user);
  });

  test("who changes their password themselves voids the links of before", async () => {
    const user = await world.addUser("Ugo");
    const { token } = await make(user);
    const change = { currentPassword: account.password, newPassword: NEW };
    expect((await user.ask("POST", "/api/auth/change-password", { body: change })).status).toBe(200);
    expect(await use(token)).toMatchObject(over);
  });

  test("unknown, expired, voided and used ones answer alike", async () => {
    const user = await world.addUser("Una");
    const [voided, expired] = [await make(user), await make(user)];
    await world.server.services.db
      .update(passwordResets)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(passwordResets.userId, user.id));
    const unknown = await open(`rlp_${"A".repeat(22)}`);
    expect(unknown).toMatchObject(over);
    for (const { token } of [voided, expired]) {
      expect((await open(token)).body).toEqual(unknown.body);
      expect((await use(token)).body).toEqual(unknown.body);
    }
  });

  test("a password that is too short is refused, and the link is still good", async () => {
    const user = await world.addUser("Ulf");
    const { token } = await make(user);
    expect((await use(token, "short")).status).toBe(400);
    expect((await use(token)).status).toBe(200);
  });

  test("who had no password gets one; who is disabled stays out", async () => {
    const user = await world.addUser("Udo");
    const { db } = world.server.services;
    await db.delete(authAccounts).where(eq(authAccounts.userId, user.id));
    expect((await use((await make(user)).token)).status).toBe(200);
    expect((await (await signIn(world.url, user.email, NEW)).ask("GET", "/api/me")).status).toBe(200);
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, user.id));
    expect((await use((await make(user)).token)).status).toBe(200);
    await expect(signIn(world.url, user.email, NEW)).rejects.toThrow("403");
  });

  test("without mail nobody can ask for a link themselves", async () => {
    const body = { email: account.email };
    expect(await world.nobody.ask("POST", "/api/auth/request-password-reset", { body })).toMatchObject({
      status: 409,
      body: { error: { code: "mail_off" } },
    });
  });
});

describe("with a mail server", () => {
  let world: ServerWorld;
  let mails: MailServer;
  const Origin = "http://help.example.com";
  beforeAll(async () => {
    mails = await startMailServer();
    const SMTP_URL = `smtp://127.0.0.1:${mails.port}`;
    world = await startWorld("embedded", { SMTP_URL, APP_URL: Origin });
    await world.nobody.ask("POST", "/api/auth/sign-up/email", { body: account, headers: { Origin } });
  });
  afterAll(async () => {
    await world.stop();
    await mails.stop();
  });
  const ask = (email: string) =>
    world.nobody.ask("POST", "/api/auth/request-password-reset", { body: { email }, headers: { Origin } });

  test("whoever forgot their password is mailed a link; the answer is the same for an address without an account", async () => {
    expect((await world.nobody.ask("GET", "/api/setup")).body).toMatchObject({ mails_password_resets: true });
    const [known, unknown] = [await ask("Ada@example.com"), await ask("nobody@example.com")];
    expect([known.status, known.body]).toEqual([202, { status: true }]);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    const { text } = await mails.next(account.email);
    const token = /http:\/\/help\.example\.com\/reset\/(rlp_[\w-]+)/.exec(text)?.[1];
    const body = { token, newPassword: NEW };
    expect((await world.nobody.ask("POST", "/api/auth/reset-password", { body, headers: { Origin } })).status).toBe(
      200,
    );
    expect(mails.mails).toEqual([]);
  });

  test("a link leads where the app is known to be, whatever host the request names", async () => {
    const forged = await world.nobody.ask("POST", "/api/auth/request-password-reset", {
      body: { email: account.email },
      headers: { Origin, Host: "evil.example" },
    });
    expect(forged.status).toBe(202);
    expect((await mails.next(account.email)).text).not.toContain("evil.example");
  });

  test("nobody is sent more than a few an hour, whether there is such an account or not", async () => {
    Object.assign(world.server.services.throttles, createThrottles());
    for (const email of [account.email, "nobody@example.com"]) {
      const statuses: number[] = [];
      for (let times = 0; times < 4; times++) statuses.push((await ask(email)).status);
      expect(statuses).toEqual([202, 202, 202, 429]);
    }
  });
});

test("a server that knows no address of its own mails no links, lest a stranger name one", async () => {
  const mails = await startMailServer();
  const world = await startWorld("embedded", { SMTP_URL: `smtp://127.0.0.1:${mails.port}` });
  await world.admin();
  expect((await world.nobody.ask("GET", "/api/setup")).body).toMatchObject({ mails_password_resets: false });
  const body = { email: account.email };
  expect((await world.nobody.ask("POST", "/api/auth/request-password-reset", { body })).status).toBe(409);
  await world.stop();
  await mails.stop();
});
