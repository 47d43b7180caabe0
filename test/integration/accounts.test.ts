import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { users } from "../../src/db/schema/users.ts";
import { account, DATABASES, type ServerWorld, signIn, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  describe("a fresh installation", () => {
    let world: ServerWorld;
    beforeAll(async () => {
      world = await startWorld(kind, { SETUP_CODE: "a-code-for-tests" });
    });
    afterAll(() => world.stop());
    const signUp = (headers: Record<string, string> = {}, more: object = {}) =>
      world.nobody.ask("POST", "/api/auth/sign-up/email", { body: { ...account, ...more }, headers });

    test("says that set-up is open, and to whom it needs no code", async () => {
      const here = await world.nobody.ask("GET", "/api/setup");
      const forwarded = await world.nobody.ask("GET", "/api/setup", { headers: { "X-Forwarded-For": "192.0.2.1" } });
      expect([here.body, forwarded.body]).toEqual([
        { open: true, needs_code: false, mails_password_resets: false },
        { open: true, needs_code: true, mails_password_resets: false },
      ]);
    });

    test("refuses a first account that comes through a proxy without the code", async () => {
      const answers = [
        await signUp({ "X-Forwarded-For": "127.0.0.1" }),
        await signUp({ "X-Forwarded-For": "127.0.0.1" }, { setup_code: "a-code-for-guess" }),
        await signUp({ Host: "rebound.example.org" }),
      ];
      expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
        Array(3).fill([403, expect.objectContaining({ code: "setup_code_required" })]),
      );
    });

    test("refuses passwords that bcrypt would cut off, and short ones", async () => {
      for (const password of ["é".repeat(37), "with a \0 inside", "short"]) {
        expect((await signUp({}, { password })).body.error).toMatchObject({ code: "invalid_request" });
      }
    });

    test("makes exactly one administrator of twenty who sign up at once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => signUp({}, { email: `ada${index}@example.com` })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(403)]);
      const everyone = await world.server.services.db.select().from(users);
      expect(everyone.map(({ role }) => role)).toEqual(["admin"]);
    });

    test("stays closed when every user is deleted", async () => {
      await world.server.services.db.delete(users);
      expect((await signUp()).body.error).toMatchObject({ code: "sign_up_closed" });
      expect((await world.nobody.ask("GET", "/api/setup")).body).toMatchObject({ open: false, needs_code: false });
    });
  });

  test("the first account may come from elsewhere with the printed code", async () => {
    const world = await startWorld(kind);
    const code = new URL(world.server.setupLink ?? "").hash.replace("#code=", "");
    const answer = await world.nobody.ask("POST", "/api/auth/sign-up/email", {
      body: { ...account, setup_code: decodeURIComponent(code) },
      headers: { "X-Forwarded-For": "192.0.2.1" },
    });
    expect(answer.status).toBe(200);
    await world.stop();
  });

  describe("a person with an account", () => {
    let world: ServerWorld;
    beforeAll(async () => {
      world = await startWorld(kind);
      await world.admin();
    });
    afterAll(() => world.stop());
    const trySignIn = (email: string, password: string) =>
      world.nobody.ask("POST", "/api/auth/sign-in/email", { body: { email, password } });

    test("is told who they are and what they may do", async () => {
      const { body } = await (await world.admin()).ask("GET", "/api/me");
      expect(body).toMatchObject({ email: account.email, name: account.name, role: "admin" });
      expect(body.permissions).toContain("elevated");
    });

    test("is nobody again after signing out, with the same cookie", async () => {
      const person = await signIn(world.url, account.email);
      expect((await person.ask("POST", "/api/auth/sign-out", { body: {} })).status).toBe(200);
      expect((await person.ask("GET", "/api/me")).status).toBe(401);
    });

    test("is nobody with a cookie that somebody else signed", async () => {
      const { cookie } = await signIn(world.url, account.email);
      const [name, value = ""] = cookie.split("=");
      const forged = `${name}=${value.slice(0, value.indexOf("."))}.${Buffer.alloc(32).toString("base64")}`;
      const answer = await world.nobody.ask("GET", "/api/me", { headers: { cookie: forged } });
      expect(answer.status).toBe(401);
    });

    test("cannot give themselves a role", async () => {
      const user = await world.addUser("Uma");
      const change = { name: "Uma U", role: "admin", emailVerified: true };
      expect((await user.ask("POST", "/api/auth/update-user", { body: change })).status).toBe(200);
      const [row] = await world.server.services.db.select().from(users).where(eq(users.id, user.id));
      expect(row).toMatchObject({ name: "Uma U", role: "user", emailVerified: false });
    });

    test("changes their password, which ends their other sign-ins", async () => {
      const user = await world.addUser("Pat");
      const elsewhere = await signIn(world.url, user.email);
      const body = { currentPassword: account.password, newPassword: "another long password" };
      expect((await user.ask("POST", "/api/auth/change-password", { body })).status).toBe(200);
      expect((await elsewhere.ask("GET", "/api/me")).status).toBe(401);
      expect((await trySignIn(user.email, account.password)).status).toBe(401);
      expect((await trySignIn(user.email, body.newPassword)).status).toBe(200);
    });

    test("loses every sign-in at once when disabled, and gets none", async () => {
      const user = await world.addUser("Dan");
      await world.server.services.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, user.id));
      expect((await user.ask("GET", "/api/me")).status).toBe(401);
      expect((await trySignIn(user.email, account.password)).body.error).toMatchObject({ code: "account_disabled" });
    });

    test("waits after five wrong passwords, while others sign in", async () => {
      const [victim, other] = [await world.addUser("Vic"), await world.addUser("Oth")];
      for (let tries = 0; tries < 5; tries++)
        expect((await trySignIn(victim.email, "wrong password")).status).toBe(401);
      const blocked = await trySignIn(victim.email, account.password);
      expect(blocked.status).toBe(429);
      expect(Number(blocked.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await trySignIn(other.email, account.password)).status).toBe(200);
    });

    test("finds none of the account library's other doors open", async () => {
      for (const path of [
        "/api/auth/sign-in/social",
        "/api/auth/delete-user",
        "/api/auth/change-email",
        "/api/auth/ok",
      ]) {
        const answer = await (await world.admin()).ask("POST", path, { body: {} });
        expect([path, answer.status]).toEqual([path, 404]);
      }
    });
  });
});
