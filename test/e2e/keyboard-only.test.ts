/** An administrator's morning without a mouse: everything is reached by keys, and one always sees where one is. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { enrollAgent } from "../fakes/enrolled-agent.ts";
import { focusComesTo, focusOf, goTo } from "./by-keyboard.ts";
import { ACCOUNT, type Dashboard, fillFirstAccount, openDashboard, rowOf } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
let faults: PageFaults;
let url: string;

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page, (message) => /status of 401/.test(message));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  await page.getByRole("heading", { name: "Add a machine" }).waitFor();
  const { token } = await ask("POST", "/api/enrollment-tokens", {});
  for (const hostname of ["db-01", "web-01", "web-02"]) {
    const agent = await enrollAgent(url, token, { hostname });
    await agent.connect();
  }
  await ask("POST", "/api/scripts", { name: "Disk usage", shell: "sh", script: "df -h" });
  await ask("POST", "/api/auth/sign-out", {});
});
afterAll(() => dashboard?.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each read by its test
async function ask(method: string, path: string, data?: object): Promise<any> {
  const answer = await page.context().request.fetch(url + path, { method, data, headers: { Origin: url } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? {} : await answer.json();
}

/** Each step begins where the one before left the focus. */
function step(name: string, body: () => Promise<void>): void {
  test(name, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      await body();
      await focusOf(page);
      expect(faults.take()).toEqual([]);
    }),
  );
}

const press = (...keys: string[]) =>
  keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
const type = (text: string) => page.keyboard.type(text);
const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const dialog = (name: string) => page.getByRole("dialog", { name });

async function byPalette(words: string, command: string): Promise<void> {
  // Without a pause: no letter is lost.
  await press("Control+k");
  await type(words);
  await page.getByRole("option", { name: command, selected: true }).waitFor();
  await press("Enter");
}

step("signs in", async () => {
  await page.goto(`${url}/sign-in`);
  await focusComesTo(page, "E-mail");
  await type(ACCOUNT.email);
  await goTo(page, "Password");
  await type(ACCOUNT.password);
  await press("Enter");
  await heading("Machines");
  await rowOf(page, "web-02").waitFor();
});

step("makes a group, found in the palette", async () => {
  await byPalette("new group", "New group");
  await focusComesTo(page, /^Name/);
  await type("Lyon");
  await press("Enter");
  await heading("Lyon");
});

step("invites somebody into it with the permissions of a set, and takes the link along", async () => {
  await press("g", "u");
  await heading("Users & invites");
  await goTo(page, "Invite");
  await press("Enter");
  await focusComesTo(page, "E-mail");
  await type("noor@example.com");
  await goTo(page, "Lyon");
  await press("Space");
  await goTo(page, "Support");
  await press("ArrowLeft");
  await focusComesTo(page, "View only");
  await goTo(page, "Invite");
  await press("Enter");
  await dialog("The invitation is made").waitFor();
  await focusComesTo(page, "Copy the link");
  await press("Enter");
  await focusComesTo(page, "Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("/invite/");
  await goTo(page, "Done");
  await press("Enter");
  await focusComesTo(page, "Invite");
  const { items } = await ask("GET", "/api/invites");
  expect(items).toMatchObject([{ email: "noor@example.com", groups: [{ permissions: ["view", "chat"] }] }]);
});

step("makes an enrollment token and copies the command that it was made for", async () => {
  await press("g", "e");
  await heading("Enrollment");
  await byPalette("new enrollment token", "New enrollment token");
  await focusComesTo(page, /^Label/);
  await type("Lyon office");
  await press("Enter");
  // Until the dialog is gone it has the keys.
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await focusComesTo(page, "Copy the install command");
  await press("Enter");
  await focusComesTo(page, "Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/curl .*--enroll rle_/);
});

step("filters the machines, selects two and tags them", async () => {
  await press("g", "m");
  await heading("Machines");
  await press("/");
  await focusComesTo(page, "Filter machines");
  await type("web");
  await rowOf(page, "db-01").waitFor({ state: "detached" });
  await press("Escape", "j", "x", "j", "x");
  await page.getByRole("region", { name: "Selected machines" }).getByText("2 selected").waitFor();
  await goTo(page, "Tag…");
  await press("Enter");
  await focusComesTo(page, /^Add/);
  await type("patched");
  await press("Enter", "Enter");
  await page.getByText("2 machines tagged").waitFor();
  await focusComesTo(page, "Tag…");
  for (const name of ["web-01", "web-02"]) await rowOf(page, name).getByText("patched").waitFor();
  await press("Escape");
  await page.getByRole("region", { name: "Selected machines" }).waitFor({ state: "detached" });
});

step("opens a machine, where Connect and the menu are in reach", async () => {
  // The row that was worked with last.
  await press("j", "o");
  await heading("web-02");
  await goTo(page, "Connect to web-02");
  await goTo(page, "Actions for web-02");
  await press("Enter");
  await page.getByRole("menuitem", { name: "Remove…" }).waitFor();
  await goTo(page, /^Edit/, "ArrowDown");
  await press("Enter");
  await dialog("Edit web-02").waitFor();
  await focusComesTo(page, /^Name/);
  await press("Escape");
  await focusComesTo(page, "Actions for web-02");
});

step("opens a script and runs it", async () => {
  await press("g", "x");
  await heading("Scripts");
  await goTo(page, "Disk usage");
  await press("Enter");
  await heading("Disk usage");
  await goTo(page, "Run…");
  await press("Enter");
  await heading("Run a script");
  await goTo(page, /^web-01/);
  await press("Space");
  await goTo(page, "Run on 1 machine", "Shift+Tab");
  await press("Enter");
  await heading("Disk usage");
  await page.getByRole("list", { name: "Machines" }).getByText("web-01").first().waitFor();
});

step("verifies the audit log and opens a row of it", async () => {
  await press("g", "a");
  await heading("Audit");
  await page.getByText(/^Verified/).waitFor();
  await goTo(page, "Verify now");
  const verified = page.waitForResponse((answer) => answer.url().includes("/api/audit/verify"));
  await press("Enter");
  expect((await verified).status()).toBe(200);
  expect((await focusOf(page)).name).toBe("Verify now");
  await goTo(page, /^Details of what/);
  await press("Enter");
  await page.getByText("all that they did").waitFor();
  await press("ArrowDown");
  expect((await focusOf(page)).name).toMatch(/^Details of what/);
});

step("finds a saved filter in the palette, and reads all keys", async () => {
  await ask("POST", "/api/saved-filters", { name: "Web servers in Lyon", query: "?q=web" });
  await page.reload();
  await heading("Audit");
  await page.getByText(/^Verified/).waitFor();
  await byPalette("lyon web", "Web servers in Lyon");
  await page.waitForURL(`${url}/machines?q=web`);
  await rowOf(page, "web-01").waitFor();
  await press("?");
  await dialog("Keyboard shortcuts").getByText("Go to the scripts").waitFor();
  await press("Escape");
  await dialog("Keyboard shortcuts").waitFor({ state: "detached" });
});

step("signs out", async () => {
  await byPalette("sign out", "Sign out");
  await page.waitForURL(`${url}/sign-in`);
  await focusComesTo(page, "E-mail");
});
