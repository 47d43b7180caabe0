import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { totpCode } from "../../src/lib/totp.ts";
import { openEvents } from "../fakes/event-reader.ts";
import { connectParties, openAgent, openViewer } from "../fakes/outside-parties.ts";
import { startServer } from "../fakes/server-process.ts";
import { account, callerAt, copyMigratedDatabase } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), "remotelink-secrets-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SETUP_CODE = "setup-code-for-this-very-test";
const WRONG = "wrong-secret-that-somebody-sent";

test("a server that logs everything names no secret that it was told or that it gave", async () => {
  await copyMigratedDatabase(directory);
  const server = await startServer(directory, { LOG_LEVEL: "trace", SETUP_CODE });
  const nobody = callerAt(server.url, {});
  const fromElsewhere = { "X-Forwarded-For": "192.0.2.1" };
  await nobody.ask("POST", "/api/auth/sign-up/email", {
    body: { ...account, setup_code: WRONG },
    headers: fromElsewhere,
  });
  const parties = await connectParties(server.url);
  const { cookie, machineId, accessKey, sessionId, viewerToken } = parties;
  const admin = callerAt(server.url, { cookie, Origin: server.url });
  const events = await openEvents(server.url, cookie);

  const agentHeaders = { Authorization: `Bearer ${accessKey}`, "X-Machine-Id": machineId };
  const agent = callerAt(server.url, agentHeaders);
  const { body: code } = await agent.ask("POST", "/api/agent/session-code", { body: {} });
  const { body: enrollment } = await admin.ask("POST", "/api/enrollment-tokens", { body: { label: "spare" } });
  const { body: joined } = await admin.ask("POST", "/api/sessions/join", { body: { code: code.code } });
  const { body: link } = await admin.ask("POST", "/api/support-links", { body: {} });
  const linkToken = String(link.url).split("/").at(-1) ?? "";
  for (const path of [`/api/help/${linkToken}`, `/help/${linkToken}/download/linux-x64`]) await nobody.ask("GET", path);
  const { body: invite } = await admin.ask("POST", "/api/invites", { body: { email: "new@example.com" } });
  const inviteToken = String(invite.url).split("/").at(-1) ?? "";
  for (const path of [`/api/invites/by-token/${inviteToken}`, `/invite/${inviteToken}`]) await nobody.ask("GET", path);
  const newcomer = { name: "New", email: "new@example.com", password: account.password };
  const { body: joinedBy } = await nobody.ask("POST", "/api/auth/sign-up/email", {
    body: { ...newcomer, invite_token: inviteToken },
  });
  const { id: newcomerId } = joinedBy.user as { id: string };
  const { body: reset } = await admin.ask("POST", `/api/users/${newcomerId}/password-reset`, { body: {} });
  const resetToken = String(reset.url).split("/").at(-1) ?? "";
  for (const path of [`/api/password-resets/by-token/${resetToken}`, `/reset/${resetToken}`])
    await nobody.ask("GET", path);
  await admin.ask("POST", "/api/sessions/join", { body: { code: "ZZZZZZ" } });
  const { body: apiKey } = await admin.ask("POST", "/api/api-keys", { body: { name: "backup" } });
  await callerAt(server.url, { Authorization: `Bearer ${apiKey.key}` }).ask("GET", "/api/machines");
  const { body: app } = await admin.ask("POST", "/api/auth/authenticator");
  const totp = totpCode(String(app.secret), Date.now());
  const { body: told } = await admin.ask<{ recovery_codes: string[] }>("POST", "/api/auth/authenticator/confirm", {
    body: { code: totp },
  });
  const recoveryCode = told.recovery_codes[0] ?? "";
  await nobody.ask("POST", "/api/auth/sign-in/email", { body: { email: account.email, password: WRONG } });
  await nobody.ask("POST", "/api/agent/register", { body: { hostname: "x", enrollment_token: WRONG } });
  await nobody.ask("GET", `/api/machines?access_key=${WRONG}`, { headers: { Authorization: `Bearer ${WRONG}` } });
  const refused = [await openAgent(server.url, machineId, WRONG), await openViewer(server.url, sessionId, WRONG)];
  await Promise.all(refused.map(({ closed }) => closed));
  const newPassword = "another long password";
  await admin.ask("POST", "/api/auth/change-password", { body: { currentPassword: account.password, newPassword } });
  events.close();
  expect(await server.stop()).toBe(0);

  const log = server.log.text();
  // Said on purpose, once: the link that makes the first account.
  const withoutLink = log.replace(/^Set up RemoteLink: .*$/m, "");
  const key = readFileSync(join(directory, "auth-secret"), "utf8").trim();
  const sessionToken = decodeURIComponent(cookie.split("=")[1] ?? "").split(".")[0] ?? "";
  const secrets = {
    SETUP_CODE,
    WRONG,
    inviteToken,
    resetToken,
    key,
    sessionToken,
    accessKey,
    viewerToken,
    joined: String(joined.viewer_token),
    code: String(code.code),
    enrollment: String(enrollment.token),
    linkToken,
    supportCode: String(link.code),
    password: account.password,
    newPassword,
    apiKey: String(apiKey.key),
    authenticator: String(app.secret),
    recoveryCode,
  };
  expect(log).toContain('"path":"/api/sessions/join"');
  for (const [name, secret] of Object.entries(secrets)) {
    expect([name, secret.length > 5, withoutLink.includes(secret)]).toEqual([name, true, false]);
  }
  // Nor does the data directory keep what is kept hashed.
  const stored = [accessKey, viewerToken, secrets.enrollment, account.password, newPassword, String(apiKey.key)];
  stored.push(String(app.secret), recoveryCode);
  for (const file of filesBelow(directory)) {
    const content = readFileSync(file, "latin1");
    expect([file, stored.filter((secret) => content.includes(secret))]).toEqual([file, []]);
  }
});

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}
