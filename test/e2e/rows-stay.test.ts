/** Whoever has the focus in a row, or has opened it, keeps it while others change what the list shows: in a real browser. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { type EnrolledAgent, enrollAgent } from "../fakes/enrolled-agent.ts";
import { ACCOUNT, type Dashboard, fillFirstAccount, openDashboard, shownToken } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
let url: string;
let agent: EnrolledAgent;
let groupId: string;
let ownId: string;
let colleagueId: string;

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  agent = await enrollAgent(url, await shownToken(page));
  await agent.connect();
  ownId = (await ask("GET", "/api/me")).id ?? "";
  groupId = (await ask("POST", "/api/groups", { name: "North" })).id ?? "";
  colleagueId = await invite("Bob Builder", "bob@example.com");
});
afterAll(() => dashboard?.stop());

async function ask(method: string, path: string, data?: object): Promise<Record<string, string>> {
  const answer = await page.context().request.fetch(url + path, { method, data, headers: { Origin: url } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? {} : await answer.json();
}

/** Without the page's cookies: as somebody elsewhere. @returns the answer's body */
async function askElsewhere(path: string, body: object | null, headers: Record<string, string> = {}) {
  const answer = await fetch(url + path, {
    method: body ? "POST" : "GET",
    headers: { Origin: url, "Content-Type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

async function invite(name: string, email: string): Promise<string> {
  const { url: link = "" } = await ask("POST", "/api/invites", { email });
  const invite_token = link.split("/").at(-1);
  const { user } = await askElsewhere("/api/auth/sign-up/email", {
    name,
    email,
    password: ACCOUNT.password,
    invite_token,
  });
  return user.id;
}

/** The person's rights change, and with that every list of theirs is asked for anew. */
async function haveAllAskedAnew(): Promise<void> {
  const path = `/api/groups/${groupId}/members/${ownId}`;
  await ask("PUT", path, { permissions: ["view"] });
  await ask("PUT", path, { permissions: ["view", "control"] });
}

type List = {
  name: string;
  path: string;
  table: string;
  /** What there is to see first, and what the row says by the end, after `change`. */
  before: string;
  after: string;
  make?: () => Promise<unknown>;
  change: () => Promise<unknown>;
};

function staysIn({ name, path, table, before, after, make, change }: List): void {
  test(`${name}: a row that changes keeps its elements, and the focus in it`, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      await make?.();
      await page.goto(url + path);
      const rows = page.getByRole("table", { name: table }).getByRole("row");
      const row = await rows.filter({ hasText: before }).first().elementHandle();
      if (!row) throw new Error(`no row says ${before}`);
      await row.evaluate((element) => element.querySelector<HTMLElement>("a, button")?.focus());
      await change();
      await haveAllAskedAnew();
      await rows.filter({ hasText: after }).first().waitFor();
      expect(await row.textContent()).toContain(after);
      expect(await row.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }));
}

staysIn({
  name: "users",
  path: "/users",
  table: "Users",
  before: "bob@example.com",
  after: "Bob the Builder",
  change: () => ask("PATCH", `/api/users/${colleagueId}`, { name: "Bob the Builder" }),
});

staysIn({
  name: "groups",
  path: "/groups",
  table: "Groups",
  before: "North",
  after: "Northern branch",
  change: () => ask("PATCH", `/api/groups/${groupId}`, { name: "Northern branch" }),
});

let tokenId: string;
staysIn({
  name: "enrollment tokens",
  path: "/enrollment",
  table: "Enrollment tokens",
  before: "Rollout",
  after: "Rollout of May",
  make: async () => {
    tokenId = (await ask("POST", "/api/enrollment-tokens", { label: "Rollout" })).id ?? "";
  },
  change: () => ask("PATCH", `/api/enrollment-tokens/${tokenId}`, { label: "Rollout of May" }),
});

let webhookId: string;
staysIn({
  name: "webhooks",
  path: "/settings/webhooks",
  table: "Webhooks",
  before: "Desk",
  after: "Service desk",
  make: async () => {
    const webhook = { name: "Desk", url: "https://127.0.0.1:9/", events: ["machine.removed"], allow_private: true };
    webhookId = (await ask("POST", "/api/webhooks", webhook)).id ?? "";
  },
  change: () => ask("PATCH", `/api/webhooks/${webhookId}`, { name: "Service desk" }),
});

let key: string;
staysIn({
  name: "API keys",
  path: "/settings/api-keys",
  table: "API keys",
  before: "Never",
  after: "now",
  make: async () => {
    key = (await ask("POST", "/api/api-keys", { name: "Report" })).key ?? "";
  },
  change: () => askElsewhere("/api/me", null, { Authorization: `Bearer ${key}` }),
});

let sessionId: string;
staysIn({
  name: "past sessions",
  path: "/sessions",
  table: "Past sessions",
  before: "Paper jam",
  after: "Cleared the tray",
  make: async () => {
    const begun = await ask("POST", `/api/machines/${agent.machineId}/sessions`, { reason: "" });
    sessionId = begun.session_id ?? "";
    await ask("PATCH", `/api/sessions/${sessionId}`, { notes: "Paper jam" });
    await ask("DELETE", `/api/sessions/${sessionId}`);
  },
  change: () => ask("PATCH", `/api/sessions/${sessionId}`, { notes: "Cleared the tray" }),
});

let scriptId: string;
staysIn({
  name: "scripts",
  path: "/scripts",
  table: "Saved scripts",
  before: "Clean",
  after: "Clean the disk",
  make: async () => {
    const script = { name: "Clean", shell: "sh", script: "true" };
    scriptId = (await ask("POST", "/api/scripts", script)).id ?? "";
  },
  change: () => ask("PATCH", `/api/scripts/${scriptId}`, { name: "Clean the disk" }),
});

test("audit: a row that is open stays so below what is new", () =>
  withEvidence("audit", dashboard.witnesses, async () => {
    await page.goto(`${url}/audit`);
    const toggles = page.getByRole("table", { name: "Audit log" }).getByRole("button", { name: /^Details of what/ });
    const toggle = await toggles.first().elementHandle();
    await toggle?.click();
    const before = await toggles.count();
    await haveAllAskedAnew();
    await toggles.nth(before + 1).waitFor();
    expect(await toggle?.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await toggle?.getAttribute("aria-expanded")).toBe("true");
  }));

test("sign-ins: the row of this browser stays when another comes", () =>
  withEvidence("sign-ins", dashboard.witnesses, async () => {
    await page.goto(`${url}/settings/security`);
    const rows = page.getByRole("table", { name: "Sign-ins" }).getByRole("row");
    const own = await rows.filter({ hasText: "This browser" }).elementHandle();
    await askElsewhere("/api/auth/sign-in/email", { email: ACCOUNT.email, password: ACCOUNT.password });
    await haveAllAskedAnew();
    await rows.nth(2).waitFor();
    expect(await own?.evaluate((element) => element.isConnected)).toBe(true);
  }));

test("a menu that is open in a row stays open, and acts on the row as it is now", () =>
  withEvidence("menu", dashboard.witnesses, async () => {
    await page.goto(`${url}/enrollment`);
    await page.getByRole("button", { name: "Actions for Rollout of May" }).click();
    const item = page.getByRole("menuitem", { name: "Revoke" });
    await item.waitFor();
    await ask("PATCH", `/api/enrollment-tokens/${tokenId}`, { label: "Rollout of June" });
    await haveAllAskedAnew();
    await page.getByText("Rollout of June").waitFor();
    await item.click();
    await page.getByText("Rollout of June was revoked").waitFor();
  }));
