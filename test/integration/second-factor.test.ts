/** A second factor by an authenticator app: set up, asked for at the sign-in, recovered from, turned off, required by policy. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { AuthenticatorStarted, RecoveryCodesTold, SecondFactorState } from "../../protocol/rest/sign-in.ts";
import type { User } from "../../protocol/rest/users.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { authSessions } from "../../src/db/schema/auth-sessions.ts";
import { authenticators } from "../../src/db/schema/authenticators.ts";
import { recoveryCodes } from "../../src/db/schema/recovery-codes.ts";
import { totpCode } from "../../src/lib/totp.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import {
  type Answer,
  account,
  callerAt,
  DATABASES,
  type Person,
  personFrom,
  type ServerWorld,
  signIn,
  startWorld,
} from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

const STEP_MS = 30_000;

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let count = 0;
  let at = 0;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    Object.assign(world.server.services.throttles, createThrottles());
    // The clock stands still in a test: no half minute ends between a code and its use.
    at = Date.now();
    world.server.services.now = () => new Date(at);
  });

  const somebody = () => world.addUser(`Person${count++}`);
  /** Each code counts once: what comes later in a test shows the next one. */
  const codeOf = (secret: string, steps = 0) => totpCode(secret, at + steps * STEP_MS);
  const turnOn = async (person: Person) => {
    const { body } = await person.ask<AuthenticatorStarted>("POST", "/api/auth/authenticator");
    const confirmed = await person.ask<RecoveryCodesTold>("POST", "/api/auth/authenticator/confirm", {
      body: { code: codeOf(body.secret, -1) },
    });
    expect(confirmed.status).toBe(200);
    return { secret: body.secret, codes: confirmed.body.recovery_codes ?? [] };
  };
  const firstStep = (person: Person, body: object = {}) =>
    world.nobody.ask("POST", "/api/auth/sign-in/email", {
      body: { email: person.email, password: account.password, ...body },
    });
  const cookieOf = ({ headers }: Answer) =>
    headers
      .getSetCookie()
      .filter((line) => !line.includes("Max-Age=0"))
      .map((line) => line.split(";")[0])
      .join("; ");
  const secondStep = (first: Answer, body: object) =>
    callerAt(world.url, { cookie: cookieOf(first), Origin: world.url }).ask("POST", "/api/auth/sign-in/second-factor", {
      body,
    });
  const errorOf = ({ status, body }: Answer) => [status, (body.error as { code: string } | undefined)?.code];
  const forgetProof = (person: Person) =>
    world.server.services.db
      .update(authSessions)
      .set({ provenAt: new Date(at - 11 * 60_000) })
      .where(eq(authSessions.userId, person.id));

  test("it is on only once its first code was shown, and then ten recovery codes are told", async () => {
    const person = await somebody();
    const { body } = await person.ask<AuthenticatorStarted>("POST", "/api/auth/authenticator");
    expect(body.uri).toContain(`secret=${body.secret}`);
    const wrong = await person.ask("POST", "/api/auth/authenticator/confirm", { body: { code: "000000" } });
    expect(errorOf(wrong)).toEqual([400, "invalid_code"]);
    expect((await signIn(world.url, person.email)).id).toBe(person.id);
    const confirm = { body: { code: codeOf(body.secret) } };
    const { body: told } = await person.ask<RecoveryCodesTold>("POST", "/api/auth/authenticator/confirm", confirm);
    expect(new Set(told.recovery_codes).size).toBe(10);
    const state = await person.ask<SecondFactorState>("GET", "/api/auth/second-factors");
    expect(state.body).toMatchObject({ recovery_codes_left: 10, has_password: true, passkeys: [] });
    expect(state.body.authenticator?.since).toStartWith("20");
    expect(errorOf(await person.ask("POST", "/api/auth/authenticator"))).toEqual([409, "already_on"]);
  });

  test("neither secret nor recovery codes can be read in the database", async () => {
    const person = await somebody();
    const { secret, codes } = await turnOn(person);
    const { db } = world.server.services;
    const rows = [
      ...(await db.select().from(authenticators).where(eq(authenticators.userId, person.id))),
      ...(await db.select().from(recoveryCodes).where(eq(recoveryCodes.userId, person.id))),
    ];
    expect(rows).toHaveLength(11);
    for (const text of [secret, ...codes]) expect(JSON.stringify(rows)).not.toContain(text);
  });

  test("the password alone gives no session; with the code it does", async () => {
    const person = await somebody();
    const { secret } = await turnOn(person);
    const first = await firstStep(person);
    expect(first.body).toEqual({ second_factor_required: true, methods: ["authenticator", "recovery_code"] });
    expect(cookieOf(first)).not.toContain("session_token");
    const between = callerAt(world.url, { cookie: cookieOf(first), Origin: world.url });
    expect((await between.ask("GET", "/api/me")).status).toBe(401);
    expect(errorOf(await secondStep(first, { code: "000000" }))).toEqual([401, "invalid_code"]);
    const second = personFrom(world.url, await secondStep(first, { code: codeOf(secret) }));
    expect((await second.ask("GET", "/api/me")).body.id).toBe(person.id);
    const [row] = await world.server.services.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.actorId, person.id))
      .orderBy(auditLog.position)
      .then((all) => all.slice(-1));
    expect(row).toMatchObject({ action: "user.signed_in", details: { method: "password", second_factor: true } });
  });

  test("a wrong code is on record with whose it would have been, and the answer does not tell", async () => {
    const person = await somebody();
    await turnOn(person);
    const refused = await secondStep(await firstStep(person), { code: "000000" });
    expect(JSON.stringify(refused.body)).not.toContain(person.email);
    await waitUntil("the row", async () => {
      const rows = await world.server.services.db
        .select()
        .from(auditLog)
        .where(eq(auditLog.targetName, person.email.toLowerCase()));
      return rows.some(({ action, details }) => action === "user.sign_in_refused" && details.code === "invalid_code");
    });
  });

  test("a code is good once, also for two at the same moment", async () => {
    const person = await somebody();
    const { secret } = await turnOn(person);
    const [one, other] = [await firstStep(person), await firstStep(person)];
    const code = codeOf(secret);
    const answers = await Promise.all([secondStep(one, { code }), secondStep(other, { code })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(errorOf(await secondStep(await firstStep(person), { code: codeOf(secret, -1) }))).toEqual([
      401,
      "invalid_code",
    ]);
  });

  test("a step is good for one sign-in, and without one there is none", async () => {
    const person = await somebody();
    const { secret } = await turnOn(person);
    const first = await firstStep(person);
    expect((await secondStep(first, { code: codeOf(secret) })).status).toBe(200);
    expect(errorOf(await secondStep(first, { code: codeOf(secret, 1) }))).toEqual([401, "sign_in_expired"]);
    const without = await world.nobody.ask("POST", "/api/auth/sign-in/second-factor", { body: { code: "123456" } });
    expect(errorOf(without)).toEqual([401, "sign_in_expired"]);
  });

  test("five wrong codes a minute are the most, whatever is guessed then", async () => {
    const person = await somebody();
    const { secret } = await turnOn(person);
    const first = await firstStep(person);
    for (let tries = 0; tries < 5; tries++) await secondStep(first, { code: "000000" });
    expect(errorOf(await secondStep(first, { code: codeOf(secret) }))).toEqual([429, "rate_limited"]);
  });

  test("a recovery code lets in once, however it is written, and others' do not", async () => {
    const [person, other] = [await somebody(), await somebody()];
    const { codes } = await turnOn(person);
    const { codes: theirs } = await turnOn(other);
    const [code = ""] = codes;
    expect(errorOf(await secondStep(await firstStep(person), { recovery_code: theirs[0] }))).toEqual([
      401,
      "invalid_code",
    ]);
    const [one, two] = [await firstStep(person), await firstStep(person)];
    const written = code.toLowerCase().replace("-", " ");
    const answers = await Promise.all([one, two].map((step) => secondStep(step, { recovery_code: written })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await person.ask("GET", "/api/auth/second-factors")).body.recovery_codes_left).toBe(9);
  });

  test("new recovery codes make the old ones worth nothing", async () => {
    const person = await somebody();
    expect(errorOf(await person.ask("POST", "/api/auth/recovery-codes"))).toEqual([409, "no_second_factor"]);
    const { codes } = await turnOn(person);
    const { body } = await person.ask<RecoveryCodesTold>("POST", "/api/auth/recovery-codes");
    expect(body.recovery_codes).toHaveLength(10);
    expect((await secondStep(await firstStep(person), { recovery_code: codes[1] })).status).toBe(401);
    expect((await secondStep(await firstStep(person), { recovery_code: body.recovery_codes?.[1] })).status).toBe(200);
  });

  test("turning it on signs out the browsers that proved less", async () => {
    const person = await somebody();
    const elsewhere = await signIn(world.url, person.email);
    await turnOn(person);
    expect([(await elsewhere.ask("GET", "/api/me")).status, (await person.ask("GET", "/api/me")).status]).toEqual([
      401, 200,
    ]);
  });

  test("it is turned off by password and code together, and its recovery codes go", async () => {
    const person = await somebody();
    const { secret } = await turnOn(person);
    const turnOff = (body: object) => person.ask("POST", "/api/auth/authenticator/turn-off", { body });
    expect(errorOf(await turnOff({ code: codeOf(secret) }))).toEqual([400, "invalid_password"]);
    expect(errorOf(await turnOff({ password: account.password, code: "000000" }))).toEqual([400, "invalid_code"]);
    expect((await turnOff({ password: account.password, code: codeOf(secret) })).status).toBe(204);
    expect((await person.ask("GET", "/api/auth/second-factors")).body).toMatchObject({
      authenticator: null,
      recovery_codes_left: 0,
    });
    expect((await signIn(world.url, person.email)).id).toBe(person.id);
  });

  test("what is sensitive asks again after ten minutes, and goes on with the password or a code", async () => {
    const person = await somebody();
    await forgetProof(person);
    const start = () => person.ask("POST", "/api/auth/authenticator");
    expect(errorOf(await start())).toEqual([403, "reauthentication_required"]);
    expect(errorOf(await person.ask("POST", "/api/auth/prove", { body: { password: "not mine" } }))).toEqual([
      400,
      "invalid_password",
    ]);
    expect((await person.ask("POST", "/api/auth/prove", { body: { password: account.password } })).status).toBe(204);
    expect((await start()).status).toBe(200);
    const { secret } = await turnOn(person);
    await forgetProof(person);
    expect(errorOf(await person.ask("POST", "/api/auth/recovery-codes"))).toEqual([403, "reauthentication_required"]);
    expect((await person.ask("POST", "/api/auth/prove", { body: { code: codeOf(secret) } })).status).toBe(204);
    expect((await person.ask("POST", "/api/auth/recovery-codes")).status).toBe(200);
  });

  test("an administrator who just proved who they are removes a lost one", async () => {
    const person = await somebody();
    // Begun is not set up: nothing is asked of them yet.
    await person.ask("POST", "/api/auth/authenticator");
    expect((await admin.ask<User>("GET", `/api/users/${person.id}`)).body.second_factor).toBe(false);
    await turnOn(person);
    const isListedWithOne = async () => (await admin.ask<User>("GET", `/api/users/${person.id}`)).body.second_factor;
    expect(await isListedWithOne()).toBe(true);
    const remove = (by: Person, id = person.id) => by.ask("DELETE", `/api/users/${id}/second-factor`);
    expect((await remove(person)).status).toBe(403);
    await forgetProof(admin);
    expect(errorOf(await remove(admin))).toEqual([403, "reauthentication_required"]);
    await admin.ask("POST", "/api/auth/prove", { body: { password: account.password } });
    expect((await remove(admin)).status).toBe(204);
    expect(await isListedWithOne()).toBe(false);
    expect(errorOf(await remove(admin))).toEqual([409, "no_second_factor"]);
    expect((await remove(admin, Bun.randomUUIDv7())).status).toBe(404);
    expect((await signIn(world.url, person.email)).id).toBe(person.id);
    const rows = await world.server.services.db.select().from(auditLog).where(eq(auditLog.targetId, person.id));
    expect(rows.map(({ action }) => action)).toContain("user.second_factor_removed");
  });

  test("who must have one and has none reaches only what sets it up, and with it everything again", async () => {
    const person = await somebody();
    const policy = (two_factor_required: string) => {
      at += 1_000;
      return admin.ask("PATCH", "/api/settings", { body: { two_factor_required } });
    };
    const machines = async () => errorOf(await person.ask("GET", "/api/machines"));
    await turnOn(admin);
    expect((await policy("admins")).status).toBe(200);
    expect(await machines()).toEqual([200, undefined]);
    await policy("everyone");
    expect(await machines()).toEqual([403, "two_factor_required"]);
    expect(errorOf(await person.ask("GET", "/api/events"))).toEqual([403, "two_factor_required"]);
    expect((await person.ask("GET", "/api/me")).body.must_set_up_second_factor).toBe(true);
    await turnOn(person);
    expect(await machines()).toEqual([200, undefined]);
    expect((await person.ask("GET", "/api/me")).body.must_set_up_second_factor).toBe(false);
    await policy("nobody");
  });

  test("one that was there for a moment is none: neither the sign-in nor a key that was made meanwhile goes on by it", async () => {
    const policy = (two_factor_required: string) => {
      at += 1_000;
      return admin.ask("PATCH", "/api/settings", { body: { two_factor_required } });
    };
    const [person, other] = [await somebody(), await somebody()];
    const { secret } = await turnOn(person);
    await turnOn(other);
    const made = await person.ask("POST", "/api/api-keys", { body: { name: "kept" } });
    const key = callerAt(world.url, { Authorization: `Bearer ${made.body.key}` });
    expect((await policy("everyone")).status).toBe(200);
    expect([(await person.ask("GET", "/api/machines")).status, (await key.ask("GET", "/api/machines")).status]).toEqual(
      [200, 200],
    );
    const off = { password: account.password, code: codeOf(secret) };
    expect((await person.ask("POST", "/api/auth/authenticator/turn-off", { body: off })).status).toBe(204);
    await admin.ask("DELETE", `/api/users/${other.id}/second-factor`);
    for (const caller of [person, key, other]) {
      expect(errorOf(await caller.ask("GET", "/api/machines"))).toEqual([403, "two_factor_required"]);
    }
    await policy("nobody");
  });

  test("an administrator who must have one and has none reads no metrics, either", async () => {
    const second = await somebody();
    await admin.ask("PATCH", `/api/users/${second.id}`, { body: { role: "admin" } });
    expect((await second.ask("GET", "/metrics")).status).toBe(200);
    at += 1_000;
    await admin.ask("PATCH", "/api/settings", { body: { two_factor_required: "admins" } });
    expect(errorOf(await second.ask("GET", "/metrics"))).toEqual([403, "two_factor_required"]);
    at += 1_000;
    await admin.ask("PATCH", "/api/settings", { body: { two_factor_required: "nobody" } });
  });
});
