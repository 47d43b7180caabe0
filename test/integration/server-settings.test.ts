/** Settings that need no restart: who changes them, where a value comes from, what is never told, and that each has its effect. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import type { Branding, ServerSettingsAnswer } from "../../protocol/rest/server-settings.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { serverSettings } from "../../src/db/schema/server-settings.ts";
import { ONE_PIXEL_PNG } from "../fakes/one-pixel-png.ts";
import { sharedPostgres } from "../fakes/postgres.ts";
import { DATABASES, describedMachine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

const SMTP = "smtps://mailer:s3cr%40t-pass@mail.example:465";

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  let user: Person;

  beforeAll(async () => {
    world = await startWorld(kind, { RECORDING_MAX_AGE_DAYS: "30" });
    admin = await world.admin();
    user = await world.addUser("User");
  });
  afterAll(() => world.stop());

  const patch = (body: object, person: Person = admin) =>
    person.ask<ServerSettingsAnswer>("PATCH", "/api/settings", { body });
  const current = () => world.server.services.serverSettings.current();
  const lastAudit = async () => {
    const [row] = await world.server.services.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, "settings.changed"))
      .orderBy(desc(auditLog.position))
      .limit(1);
    return row;
  };
  const enroll = (hostname: string) =>
    world.nobody.ask("POST", "/api/agent/register", { body: describedMachine(hostname) });

  test("administrators read them, and nobody else does", async () => {
    const { status, body } = await admin.ask<ServerSettingsAnswer>("GET", "/api/settings");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      settings: {
        name: "RemoteLink",
        logo: null,
        open_enrollment: false,
        recording_max_age_days: 30,
        thumbnails: true,
        agent_updates: "automatic",
      },
      sources: { name: "default", recording_max_age_days: "environment", open_enrollment: "default" },
      open_enrollment_owner: { id: admin.id },
      updated_by: null,
    });
    expect((await user.ask("GET", "/api/settings")).status).toBe(403);
    expect((await patch({ name: "Mine" }, user)).status).toBe(403);
    expect(current().name).toBe("RemoteLink");
  });

  test("a change holds at once, wins over the environment, and is on record with its keys", async () => {
    const { status, body } = await patch({ name: "  Help of Example ", recording_max_age_days: 7 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      settings: { name: "Help of Example", recording_max_age_days: 7 },
      sources: { name: "administrator", recording_max_age_days: "administrator" },
      updated_by: "Ada Admin",
    });
    expect(current()).toMatchObject({ name: "Help of Example", recording_max_age_days: 7 });
    expect(await lastAudit()).toMatchObject({
      actorName: "Ada Admin",
      details: { changed: ["name", "recording_max_age_days"], to: { name: "Help of Example" } },
    });
  });

  test("null is a value of its own, and what is reset follows the environment again", async () => {
    expect((await patch({ recording_max_age_days: null })).body.sources.recording_max_age_days).toBe("administrator");
    expect(current().recording_max_age_days).toBeNull();
    const { body } = await patch({ reset: ["recording_max_age_days", "name"] });
    expect(body).toMatchObject({
      settings: { name: "RemoteLink", recording_max_age_days: 30 },
      sources: { name: "default", recording_max_age_days: "environment" },
    });
    expect((await lastAudit())?.details).toMatchObject({ reset: ["recording_max_age_days", "name"] });
  });

  test("the password of the mail server is kept sealed and told to nobody", async () => {
    const { body } = await patch({ mail: { smtp_url: SMTP, from: "Help desk <help@example.com>" } });
    expect(body.settings.mail).toEqual({
      smtp: { is_secure: true, host: "mail.example", port: 465, user: "mailer", has_password: true },
      from: "Help desk <help@example.com>",
    });
    expect(current().mail.smtp_url).toBe(SMTP);
    const stored = await world.server.services.db.select().from(serverSettings);
    const everything = JSON.stringify([body, stored, await lastAudit()]);
    expect(everything).not.toContain("s3cr");
    await patch({ mail: { from: null } });
    expect(current().mail).toEqual({ smtp_url: SMTP, from: null });
    await patch({ mail: { smtp_url: null } });
    expect(current().mail.smtp_url).toBeNull();
  });

  test.each<[string, object]>([
    ["an empty name", { name: "" }],
    ["a long name", { name: "x".repeat(61) }],
    ["a name of two lines", { name: "two\nlines" }],
    ["a long consent text", { consent_text: "x".repeat(601) }],
    ["a consent text that turns its order", { consent_text: "hidden \u202e order" }],
    ["a consent text that rings", { consent_text: "a\u0007bell" }],
    ["an SVG logo", { logo: "data:image/svg+xml;base64,PHN2Zy8+" }],
    ["a logo from elsewhere", { logo: "https://elsewhere.example/logo.png" }],
    ["a logo that is no PNG", { logo: `data:image/png;base64,${btoa("<svg onload=alert(1)>")}` }],
    ["a logo that is too large", { logo: `data:image/png;base64,${"A".repeat(180_000)}` }],
    ["a mail server by HTTP", { mail: { smtp_url: "http://mail.example" } }],
    ["a mail server without a name", { mail: { smtp_url: "smtp://" } }],
    ["a sender that is no address", { mail: { from: "nobody" } }],
    ["a sender that adds a header", { mail: { from: "a@example.com\nBcc: b@example.com" } }],
    ["no days of retention", { recording_max_age_days: 0 }],
    ["an owner that is not there", { open_enrollment_owner_id: "0199c000-0000-7000-8000-000000000000" }],
    ["a word that is no choice", { two_factor_required: "some" }],
    ["a reset of what is no setting", { reset: ["password"] }],
  ])("refuses %s, and changes nothing", async (_, body) => {
    const before = current();
    const answer = await patch(body);
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: "invalid_request" } }]);
    expect(current()).toBe(before);
  });

  test("a picture that would fill a browser's memory is no logo", async () => {
    const bytes = Buffer.from(ONE_PIXEL_PNG.split(",")[1] ?? "", "base64");
    bytes.writeUInt32BE(50_000, 16);
    const { status, body } = await patch({ logo: `data:image/png;base64,${bytes.toString("base64")}` });
    expect([status, body]).toMatchObject([400, { error: { message: expect.stringContaining("pixels") } }]);
  });

  test("name and logo are public; the logo's address changes with it", async () => {
    await patch({ name: "Help of Example", logo: ONE_PIXEL_PNG, consent_text: "Line one\nline two" });
    const { body } = await world.nobody.ask<Branding>("GET", "/api/branding");
    expect(body).toMatchObject({ name: "Help of Example", consent_text: "Line one\nline two" });
    const picture = await fetch(world.url + body.logo_url);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(picture.headers.get("x-content-type-options")).toBe("nosniff");
    expect(Buffer.from(await picture.arrayBuffer()).toString("base64")).toBe(ONE_PIXEL_PNG.split(",")[1] ?? "");
    expect((await world.nobody.ask("GET", "/api/branding/logo/0000000000000000")).status).toBe(404);
    await patch({ logo: null });
    expect((await world.nobody.ask<Branding>("GET", "/api/branding")).body.logo_url).toBeNull();
    expect((await world.nobody.ask("GET", body.logo_url ?? "")).status).toBe(404);
  });

  test("open enrollment opens and closes while the server runs, with an owner and a bound", async () => {
    expect((await enroll("early")).status).toBe(403);
    await patch({ open_enrollment: true, open_enrollment_owner_id: user.id, open_enrollment_max_machines: 2 });
    const answers = await Promise.all(["one", "two", "three", "four"].map(enroll));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 403, 403]);
    expect(answers.find(({ status }) => status === 403)?.body).toMatchObject({
      error: { code: "open_enrollment_full" },
    });
    const rows = await world.server.services.db.select().from(machines).where(eq(machines.isOpenlyEnrolled, true));
    expect(rows.map(({ ownerId }) => ownerId)).toEqual([user.id, user.id]);
    const { body } = await admin.ask<ServerSettingsAnswer>("GET", "/api/settings");
    expect(body).toMatchObject({ open_enrollment_machines: 2, open_enrollment_owner: { email: user.email } });
    await patch({ open_enrollment: false });
    expect((await enroll("late")).body).toMatchObject({ error: { code: "enrollment_token_required" } });
  });

  test("of two changes at once both hold", async () => {
    await Promise.all([patch({ name: "Both" }), patch({ thumbnails: false }), patch({ consent_text: "Agree?" })]);
    expect(current()).toMatchObject({ name: "Both", thumbnails: false, consent_text: "Agree?" });
  });

  test("what cannot be read, as after a change of the secret, is as if never set", async () => {
    const { db } = world.server.services;
    const row = { value: "not sealed by us", updatedAt: new Date(), updatedBy: "x" };
    await db
      .insert(serverSettings)
      .values({ key: "mail.smtp_url", ...row })
      .onConflictDoUpdate({ target: serverSettings.key, set: row });
    await world.server.services.serverSettings.follow();
    expect(current().mail.smtp_url).toBeNull();
    const { body } = await admin.ask<ServerSettingsAnswer>("GET", "/api/settings");
    expect(body.sources["mail.smtp_url"]).toBe("default");
  });
});

test("another server on the same database follows within seconds, and one that starts later reads them", async () => {
  const DATABASE_URL = await (await sharedPostgres()).createDatabase();
  const shared = { DATABASE_URL, AUTH_SECRET: "0123456789abcdefghijklmnopqrstuvwxyzABCDEF" };
  const [one, other] = [await startWorld("embedded", shared), await startWorld("embedded", shared)];
  const admin = await one.admin();
  await admin.ask("PATCH", "/api/settings", { body: { name: "Told once", mail: { smtp_url: SMTP } } });
  const named = (world: ServerWorld) => world.server.services.serverSettings.current();
  await waitUntil("the other to follow", () => named(other).name === "Told once");
  expect(named(other).mail.smtp_url).toBe(SMTP);
  await admin.ask("PATCH", "/api/settings", { body: { reset: ["name"] } });
  await waitUntil("the other to follow again", () => named(other).name === "RemoteLink");
  const late = await startWorld("embedded", shared);
  expect(named(late).mail.smtp_url).toBe(SMTP);
  await Promise.all([one, other, late].map((world) => world.stop()));
});
