/** Coming in by a real OpenID Connect provider: whose account opens, and what of its word is refused. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { AuthProvider, Identity } from "../../protocol/rest/auth-providers.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { authProviders } from "../../src/db/schema/auth-providers.ts";
import { invites } from "../../src/db/schema/invites.ts";
import { users } from "../../src/db/schema/users.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import { CLIENT, type IdentityProvider, passProvider, startIdentityProvider } from "../fakes/identity-provider.ts";
import { type Answer, callerAt, DATABASES, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let idp: IdentityProvider;
  let provider: AuthProvider;

  beforeAll(async () => {
    world = await startWorld(kind);
    admin = await world.admin();
    idp = await startIdentityProvider(`${world.url}/api/auth/callback`);
    const body = { label: "Company", issuer: idp.issuer, client_id: CLIENT.id, client_secret: CLIENT.secret };
    const created = await admin.ask<AuthProvider>("POST", "/api/auth-providers", { body });
    expect(created.status).toBe(201);
    provider = created.body;
  });
  afterAll(async () => {
    await world?.stop();
    await idp?.stop();
  });
  beforeEach(() => {
    Object.assign(world.server.services.throttles, createThrottles());
    idp.spoil(null);
    idp.spoilNonce(null);
    idp.verifiesEmail = true;
  });

  const change = (body: object) => admin.ask("PATCH", `/api/auth-providers/${provider.id}`, { body });
  const cookiesOf = ({ headers }: Answer) =>
    headers
      .getSetCookie()
      .filter((line) => !line.includes("Max-Age=0"))
      .map((line) => line.split(";")[0])
      .join("; ");
  const begin = async (body: object = {}, cookie = "") => {
    const caller = callerAt(world.url, { Origin: world.url, ...(cookie && { cookie }) });
    return caller.ask("POST", `/api/auth/providers/${provider.id}/start`, { body });
  };
  const comeBack = (back: URL, cookie: string) =>
    callerAt(world.url, { cookie }).ask("GET", back.pathname + back.search);
  const comeInAs = async (login: string, body: object = {}) => {
    const started = await begin(body);
    const back = await passProvider(String(started.body.url), login);
    const answer = await comeBack(back, cookiesOf(started));
    return { back, answer, to: answer.headers.get("location"), cookie: cookiesOf(answer), started };
  };
  const whoIs = async (cookie: string) => (await callerAt(world.url, { cookie }).ask("GET", "/api/me")).body.email;
  const addAccount = async (name: string, more: Partial<typeof users.$inferInsert> = {}) => {
    const at = new Date();
    const user = { id: Bun.randomUUIDv7(), name, email: `${name}@example.com`, createdAt: at, updatedAt: at, ...more };
    await world.server.services.db.insert(users).values(user);
    return user;
  };
  const failed = (code: string) => `/sign-in?failed=${code}`;

  test("an account without any other way in is linked by its verified address, and afterwards by the identity alone", async () => {
    const user = await addAccount("newcomer");
    const first = await comeInAs("newcomer", { next: "/sessions?x=1" });
    expect([first.to, await whoIs(first.cookie)]).toEqual(["/sessions?x=1", user.email]);
    await world.server.services.db.update(users).set({ email: "renamed@example.com" }).where(eq(users.id, user.id));
    idp.verifiesEmail = false;
    const second = await comeInAs("newcomer");
    expect(await whoIs(second.cookie)).toBe("renamed@example.com");
    const rows = await world.server.services.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.actorId, user.id))
      .orderBy(auditLog.position);
    expect(rows.map(({ action }) => action)).toEqual(["user.identity_linked", "user.signed_in", "user.signed_in"]);
    expect(rows[1]?.details).toMatchObject({ method: "provider", second_factor: false });
  });

  test("an account that has a password is not shared with who comes with its address: the owner links it", async () => {
    const person = await world.addUser("victim");
    expect((await comeInAs("victim")).to).toBe(failed("link_required"));
    const started = await begin({ purpose: "link", next: "/settings/security" }, person.cookie);
    const back = await passProvider(String(started.body.url), "someone-else-there");
    const answer = await comeBack(back, `${person.cookie}; ${cookiesOf(started)}`);
    expect(answer.headers.get("location")).toBe("/settings/security");
    const { cookie } = await comeInAs("someone-else-there");
    expect(await whoIs(cookie)).toBe(person.email);
    const { body } = await person.ask<{ items: Identity[] }>("GET", "/api/auth/identities");
    expect(body.items).toMatchObject([{ provider: { label: "Company" }, email: "someone-else-there@example.com" }]);
    expect((await person.ask("DELETE", `/api/auth/identities/${body.items[0]?.id}`)).status).toBe(204);
    expect((await comeInAs("someone-else-there")).to).toBe(failed("no_account"));
  });

  test("whoever proves anew who they are has to be asked by the provider now, not last week", async () => {
    const person = await world.addUser("prover");
    await world.server.services.db.update(users).set({ emailVerified: true }).where(eq(users.id, person.id));
    expect(await whoIs((await comeInAs("prover")).cookie)).toBe(person.email);
    const prove = async (alter: (url: URL) => void, login = "prover") => {
      const started = await begin({ purpose: "prove", next: "/proven" }, person.cookie);
      const url = new URL(String(started.body.url));
      alter(url);
      const back = await passProvider(url.href, login);
      return (await comeBack(back, `${person.cookie}; ${cookiesOf(started)}`)).headers.get("location");
    };
    const quietly = await prove((url) => {
      url.searchParams.delete("prompt");
      url.searchParams.delete("max_age");
    });
    expect(quietly).toBe("/proven?failed=not_proven_again");
    expect(await prove(() => undefined, "somebody-else")).toBe("/proven?failed=not_linked");
    expect(await prove(() => undefined)).toBe("/proven");
  });

  test("an account whose address was verified is linked, also beside its password", async () => {
    const person = await world.addUser("verified");
    await world.server.services.db.update(users).set({ emailVerified: true }).where(eq(users.id, person.id));
    expect(await whoIs((await comeInAs("verified")).cookie)).toBe(person.email);
  });

  test("who has no account comes in by an open invitation, once, with its role; or not at all", async () => {
    expect((await comeInAs("stranger")).to).toBe(failed("no_account"));
    const expiresAt = new Date(Date.now() + 60_000);
    await world.server.services.db
      .insert(invites)
      .values({ email: "stranger@example.com", role: "admin", tokenHash: "of the link", expiresAt });
    const { cookie } = await comeInAs("stranger");
    expect((await callerAt(world.url, { cookie }).ask("GET", "/api/me")).body).toMatchObject({
      email: "stranger@example.com",
      role: "admin",
    });
    const [invite] = await world.server.services.db.select().from(invites).where(eq(invites.tokenHash, "of the link"));
    expect(invite?.acceptedAt).not.toBeNull();
  });

  test("of several open invitations of one address the newest is accepted, the others are withdrawn, on record", async () => {
    const { db } = world.server.services;
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const expiresAt = minutesAgo(-60);
    const [email, older, newest] = ["twice@example.com", Bun.randomUUIDv7(), Bun.randomUUIDv7()];
    await db.insert(invites).values([
      { id: newest, email, role: "user", tokenHash: "the newest", expiresAt, createdAt: minutesAgo(1) },
      { id: older, email, role: "admin", tokenHash: "an older one", expiresAt, createdAt: minutesAgo(9) },
    ]);
    const { cookie } = await comeInAs("twice");
    expect((await callerAt(world.url, { cookie }).ask("GET", "/api/me")).body.role).toBe("user");
    const rows = await db.select().from(invites).where(eq(invites.email, email));
    const stateOf = (id: string) => {
      const row = rows.find((one) => one.id === id);
      return [row?.acceptedAt !== null, row?.revokedAt !== null];
    };
    expect([stateOf(newest), stateOf(older)]).toEqual([
      [true, false],
      [false, true],
    ]);
    const [withdrawn, ...more] = await db.select().from(auditLog).where(eq(auditLog.targetId, older));
    expect(more).toEqual([]);
    expect(withdrawn).toMatchObject({
      action: "invite.revoked",
      actorName: "twice of the provider",
      targetName: email,
      details: { accepted_instead: newest },
    });
  });

  test("an invitation into groups leads into them by a provider, too", async () => {
    const groupId = await world.addGroup("Invited", []);
    const expiresAt = new Date(Date.now() + 60_000);
    const groups = [{ group_id: groupId, permissions: ["view" as const, "chat" as const] }];
    await world.server.services.db
      .insert(invites)
      .values({ email: "joiner@example.com", role: "user", tokenHash: "into groups", expiresAt, groups });
    const { cookie } = await comeInAs("joiner");
    const found = await callerAt(world.url, { cookie }).ask<{ items: object[] }>("GET", "/api/groups");
    expect(found.body.items).toMatchObject([{ id: groupId, permissions: ["view", "chat"] }]);
  });

  test("where the provider may make accounts it makes users, of its domains only", async () => {
    await change({ create_users: true, email_domains: ["elsewhere.example"] });
    expect((await comeInAs("wanderer")).to).toBe(failed("email_not_allowed"));
    await change({ email_domains: ["example.com"] });
    const { cookie } = await comeInAs("wanderer");
    expect((await callerAt(world.url, { cookie }).ask("GET", "/api/me")).body.role).toBe("user");
    await change({ create_users: false, email_domains: [] });
  });

  test("an address that the provider has not verified opens nothing", async () => {
    await addAccount("unverified");
    idp.verifiesEmail = false;
    expect((await comeInAs("unverified")).to).toBe(failed("email_unverified"));
  });

  test("a token that was changed, signed by nobody, or answers another question is refused", async () => {
    await addAccount("target");
    const parts = (token: string) => token.split(".") as [string, string, string];
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = (token: string) => JSON.parse(Buffer.from(parts(token)[1], "base64url").toString());
    const spoiled: ((token: string) => string)[] = [
      (token) => [parts(token)[0], encode({ ...claims(token), sub: "somebody-else" }), parts(token)[2]].join("."),
      (token) => [encode({ alg: "none" }), parts(token)[1], ""].join("."),
      (token) => `${token.slice(0, -6)}AAAAAA`,
      () => "no token at all",
    ];
    for (const how of spoiled) {
      idp.spoil(how);
      const { to, cookie } = await comeInAs("target");
      expect([to, cookie]).toEqual([failed("invalid_id_token"), ""]);
    }
    idp.spoil(null);
    idp.spoilNonce("of-another-sign-in");
    expect((await comeInAs("target")).to).toBe(failed("invalid_id_token"));
  });

  test("what was begun is finished once, and by the browser that began it", async () => {
    await addAccount("careful");
    const { back, started } = await comeInAs("careful");
    expect((await comeBack(back, cookiesOf(started))).headers.get("location")).toBe(failed("sign_in_expired"));
    const other = await begin();
    const stolen = await passProvider(String(other.body.url), "careful");
    const answer = await comeBack(stolen, "");
    expect([answer.headers.get("location"), cookiesOf(answer)]).toEqual([failed("sign_in_expired"), ""]);
  });

  test("nobody is led to another site when they are in", async () => {
    await addAccount("led");
    for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "/.//evil.example"]) {
      expect((await comeInAs("led", { next })).to).toBe("/");
    }
  });

  test("a provider that is not trusted for it leaves the second step to be done; one that is does not", async () => {
    const { totpCode } = await import("../../src/lib/totp.ts");
    const user = await addAccount("double");
    const { cookie } = await comeInAs("double");
    const person = callerAt(world.url, { cookie, Origin: world.url });
    const { body } = await person.ask("POST", "/api/auth/authenticator");
    const at = Date.now();
    world.server.services.now = () => new Date(at);
    const code = totpCode(String(body.secret), at);
    expect((await person.ask("POST", "/api/auth/authenticator/confirm", { body: { code } })).status).toBe(200);
    const asked = await comeInAs("double", { next: "/sessions" });
    expect(asked.to).toBe("/sign-in?step=authenticator%2Crecovery_code&next=%2Fsessions");
    expect(asked.cookie).not.toContain("session_token");
    await change({ trusted_for_two_factor: true });
    expect(await whoIs((await comeInAs("double")).cookie)).toBe(user.email);
    await change({ trusted_for_two_factor: false });
  });

  test("the last way in cannot be unlinked", async () => {
    await addAccount("only");
    const { cookie } = await comeInAs("only");
    const person = callerAt(world.url, { cookie, Origin: world.url });
    const { body } = await person.ask<{ items: Identity[] }>("GET", "/api/auth/identities");
    const answer = await person.ask("DELETE", `/api/auth/identities/${body.items[0]?.id}`);
    expect([answer.status, answer.body.error]).toEqual([409, expect.objectContaining({ code: "last_way_in" })]);
  });

  test("its secret is told to nobody, and what is no issuer is not taken", async () => {
    const { body } = await admin.ask("GET", "/api/auth-providers");
    const [row] = await world.server.services.db.select().from(authProviders);
    expect(JSON.stringify([body, row])).not.toContain(CLIENT.secret);
    expect((await world.nobody.ask("GET", "/api/auth/providers")).body).toEqual({
      items: [{ id: provider.id, label: "Company" }],
    });
    const request = { label: "x", client_id: "x", client_secret: "x" };
    for (const issuer of ["http://elsewhere.example", "https://a:b@elsewhere.example", "ftp://127.0.0.1"]) {
      const refused = await admin.ask("POST", "/api/auth-providers", { body: { ...request, issuer } });
      expect([issuer, refused.status]).toEqual([issuer, 400]);
    }
    const nowhere = await admin.ask("POST", "/api/auth-providers", {
      body: { ...request, issuer: `${idp.issuer}/nowhere` },
    });
    expect(nowhere.body.error).toMatchObject({ code: "provider_unreachable" });
    const twice = { ...request, issuer: idp.issuer };
    expect((await admin.ask("POST", "/api/auth-providers", { body: twice })).body.error).toMatchObject({
      code: "already_used",
    });
  });
});
