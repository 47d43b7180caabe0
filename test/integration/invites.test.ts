/** Invitations: who makes them, what their link is good for, and that each makes one account. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { DEFAULT_MEMBER_PERMISSIONS } from "../../protocol/permissions.ts";
import type { Invite, InviteCreated } from "../../protocol/rest/invites.ts";
import { invites } from "../../src/db/schema/invites.ts";
import { users } from "../../src/db/schema/users.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import { type MailServer, startMailServer } from "../fakes/mail-server.ts";
import { account, DATABASES, type Person, type ServerWorld, signIn, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const { password } = account;
const tokenOf = ({ url }: { url: string }) => url.split("/").at(-1) ?? "";

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

  const invite = async (email: string, more: object = {}) => {
    const answer = await admin.ask<InviteCreated>("POST", "/api/invites", { body: { email, ...more } });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const open = (token: string) => world.nobody.ask("GET", `/api/invites/by-token/${token}`);
  const signUp = (email: string, invite_token?: string) =>
    world.nobody.ask("POST", "/api/auth/sign-up/email", { body: { name: "Newcomer", email, password, invite_token } });
  const stateOf = async (id: string) => {
    const { body } = await admin.ask<{ items: Invite[] }>("GET", "/api/invites?limit=200");
    return body.items.find((one) => one.id === id)?.state;
  };
  const expire = (id: string) =>
    world.server.services.db
      .update(invites)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(invites.id, id));

  test("an invitation is good for a week, and its token is in the first answer only", async () => {
    const made = await invite("Bob@Example.com");
    expect(made).toMatchObject({
      email: "bob@example.com",
      role: "user",
      state: "open",
      invited_by: account.name,
      mail: "off",
    });
    expect(made.url).toMatch(new RegExp(`^${world.url}/invite/rli_[\\w-]{22}$`));
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(7 * 86_400_000);
    const { body } = await admin.ask("GET", "/api/invites");
    expect(JSON.stringify(body)).not.toContain(tokenOf(made));
    const rows = await world.server.services.db.select().from(invites);
    expect(JSON.stringify(rows)).not.toContain(tokenOf(made));
  });

  test("whoever has the link learns who invites whom", async () => {
    const made = await invite("cy@example.com");
    expect(await open(tokenOf(made))).toMatchObject({
      status: 200,
      body: { email: "cy@example.com", invited_by: account.name, expires_at: made.expires_at },
    });
  });

  test("the account gets the invitation's role and groups, and is signed in", async () => {
    const [office, gone] = [await world.addGroup("Office"), await world.addGroup("Gone")];
    const made = await invite("dora@example.com", {
      groups: [{ group_id: office, permissions: ["wake", "view"] }, { group_id: gone }],
    });
    expect(made.groups).toEqual([
      { group_id: office, permissions: ["view", "wake"] },
      { group_id: gone, permissions: [...DEFAULT_MEMBER_PERMISSIONS] },
    ]);
    await admin.ask("DELETE", `/api/groups/${gone}`);
    const answer = await signUp("Dora@example.com", tokenOf(made));
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const { body: me } = await world.nobody.ask("GET", "/api/me", { headers: { cookie } });
    expect(me).toMatchObject({
      email: "dora@example.com",
      name: "Newcomer",
      role: "user",
      permissions: ["view", "wake"],
    });
    expect(await stateOf(made.id)).toBe("accepted");
    const boss = await invite("boss@example.com", { role: "admin" });
    await signUp("boss@example.com", tokenOf(boss));
    expect((await (await signIn(world.url, "boss@example.com")).ask("GET", "/api/me")).body).toMatchObject({
      role: "admin",
    });
  });

  test("used by many at once, it makes one account", async () => {
    const made = await invite("race@example.com");
    const answers = await Promise.all(Array.from({ length: 8 }, () => signUp("race@example.com", tokenOf(made))));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect(statuses.slice(1).every((status) => status === 403 || status === 409)).toBe(true);
    const rows = await world.server.services.db.select().from(users).where(eq(users.email, "race@example.com"));
    expect(rows).toHaveLength(1);
  });

  test("of several that are made for one address at once, one is open", async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => invite("eve@example.com")));
    const states = await Promise.all(made.map(({ id }) => stateOf(id)));
    expect(states.toSorted()).toEqual(["open", ...Array(5).fill("revoked")]);
  });

  test("whoever accepts one leaves no other open behind them", async () => {
    const made = await invite("ed@example.com");
    const values = { email: "ed@example.com", role: "admin" as const, tokenHash: "left over" };
    const expiresAt = new Date(Date.now() + 60_000);
    const [left] = await world.server.services.db
      .insert(invites)
      .values({ ...values, expiresAt })
      .returning();
    expect((await signUp("ed@example.com", tokenOf(made))).status).toBe(200);
    expect([await stateOf(made.id), await stateOf(left?.id ?? "")]).toEqual(["accepted", "revoked"]);
    const { body } = await admin.ask<{ items: object[] }>("GET", `/api/audit?target=${left?.id}`);
    expect(body.items).toMatchObject([{ action: "invite.revoked", details: { accepted_instead: made.id } }]);
  });

  test("without an invitation, or with one that is over, nobody makes an account", async () => {
    const [revoked, expired, used] = [
      await invite("revoked@example.com"),
      await invite("expired@example.com"),
      await invite("used@example.com"),
    ];
    expect((await admin.ask("DELETE", `/api/invites/${revoked.id}`)).status).toBe(204);
    await expire(expired.id);
    await signUp("used@example.com", tokenOf(used));
    const unknown = await open(`rli_${"A".repeat(22)}`);
    expect([unknown.status, unknown.body]).toMatchObject([404, { error: { code: "invalid_invite" } }]);
    for (const one of [revoked, expired, used]) {
      expect((await open(tokenOf(one))).body).toEqual(unknown.body);
      const answer = await signUp(one.email, tokenOf(one));
      expect([answer.status, answer.body.error]).toMatchObject([403, { code: "invalid_invite" }]);
    }
    expect([await stateOf(revoked.id), await stateOf(expired.id)]).toEqual(["revoked", "expired"]);
    expect(await signUp("eve@example.com")).toMatchObject({ status: 403, body: { error: { code: "sign_up_closed" } } });
    expect(await signUp("eve@example.com", "")).toMatchObject({ status: 403 });
  });

  test("it is for its own address, and stays open when another one is tried", async () => {
    const made = await invite("fay@example.com");
    expect(await signUp("eve@example.com", tokenOf(made))).toMatchObject({
      status: 403,
      body: { error: { code: "invite_email_mismatch" } },
    });
    expect((await signUp("fay@example.com", tokenOf(made))).status).toBe(200);
  });

  test("who has an account is not invited, and an invitation that came too late says so", async () => {
    const made = await invite("gil@example.com");
    await world.addUser("Gil");
    expect(await signUp("gil@example.com", tokenOf(made))).toMatchObject({
      status: 409,
      body: { error: { code: "email_taken" } },
    });
    expect(await stateOf(made.id)).toBe("open");
    expect(await admin.ask("POST", "/api/invites", { body: { email: "GIL@example.com" } })).toMatchObject({
      status: 409,
      body: { error: { code: "email_taken" } },
    });
  });

  test("a new link voids the one before: sent again, or to the same address anew", async () => {
    const first = await invite("hal@example.com");
    await expire(first.id);
    const { status, body: again } = await admin.ask<InviteCreated>("POST", `/api/invites/${first.id}/resend`);
    expect([status, again.id, again.state]).toEqual([201, first.id, "open"]);
    expect((await open(tokenOf(first))).status).toBe(404);
    expect((await open(tokenOf(again))).status).toBe(200);
    const second = await invite("hal@example.com");
    expect((await open(tokenOf(again))).status).toBe(404);
    expect((await open(tokenOf(second))).status).toBe(200);
    expect(await stateOf(first.id)).toBe("revoked");
    expect(await admin.ask("POST", `/api/invites/${first.id}/resend`)).toMatchObject({
      status: 409,
      body: { error: { code: "invite_over" } },
    });
  });

  test("what is no address, no role or no group is refused, and users invite nobody", async () => {
    const user = await world.addUser("Ian");
    expect((await user.ask("POST", "/api/invites", { body: { email: "x@example.com" } })).status).toBe(403);
    for (const body of [
      { email: "nobody" },
      { email: "a@example.com,b@example.com" },
      { email: "x@example.com", role: "owner" },
      { email: "x@example.com", groups: [{ group_id: Bun.randomUUIDv7() }] },
      {},
    ]) {
      expect([body, (await admin.ask("POST", "/api/invites", { body })).status]).toEqual([body, 400]);
    }
  });

  test("guessing at links is slowed down", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 61; tries++) statuses.push((await open(`rli_${tries}`)).status);
    expect([statuses[59], statuses[60]]).toEqual([404, 429]);
  });
});

describe("with a mail server", () => {
  let world: ServerWorld;
  let admin: Person;
  let mails: MailServer;
  beforeAll(async () => {
    mails = await startMailServer();
    world = await startWorld("embedded", {
      SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
      APP_URL: "http://help.example.com",
    });
    const signedUp = await world.nobody.ask("POST", "/api/auth/sign-up/email", {
      body: account,
      headers: { Origin: "http://help.example.com" },
    });
    const cookie = signedUp.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const headers = { cookie, Origin: "http://help.example.com" };
    admin = { ...world.nobody, id: "", email: account.email, cookie } as Person;
    admin.ask = (method, path, asking = {}) => world.nobody.ask(method, path, { ...asking, headers });
  });
  afterAll(async () => {
    await world.stop();
    await mails.stop();
  });

  test("an invitation is mailed with its link, at the address where people reach the app", async () => {
    const { body } = await admin.ask<InviteCreated>("POST", "/api/invites", { body: { email: "kim@example.com" } });
    expect(body.mail).toBe("sent");
    const mail = await mails.next("kim@example.com");
    expect(mail.text).toContain(body.url);
    expect(mail.text).toContain(`${account.name} invites you`);
    expect(body.url).toStartWith("http://help.example.com/invite/");
  });

  test("a test mail goes to who asks for it", async () => {
    expect(await admin.ask("POST", "/api/settings/mail/test")).toMatchObject({
      status: 200,
      body: { to: account.email },
    });
    expect((await mails.next(account.email)).text).toContain("http://help.example.com");
  });

  test("a mail that fails keeps no invitation from being made, and the inviter is told", async () => {
    await mails.stop();
    const { status, body } = await admin.ask<InviteCreated>("POST", "/api/invites", {
      body: { email: "lou@example.com" },
    });
    expect([status, body.mail, body.state]).toEqual([201, "failed", "open"]);
    expect(await admin.ask("POST", "/api/settings/mail/test")).toMatchObject({
      status: 409,
      body: { error: { code: "mail_failed" } },
    });
  });
});
