/** The dashboard in a real browser before a real server: first run, enrollment, live state, sign-in, a server that is away. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { type EnrolledAgent, enrollAgent } from "../fakes/enrolled-agent.ts";
import { ACCOUNT, type Dashboard, fillFirstAccount, openDashboard, rowOf, shownToken, signIn } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
let faults: PageFaults;
let url: string;
let agent: EnrolledAgent;
let disconnect: () => Promise<void>;

/** A password that is wrong, a sign-in that ended, a server that is away and an address that leads nowhere are reported by the browser itself. */
const isExpected = (message: string) => /status of (401|404)|ERR_|WebSocket connection/.test(message);

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page, isExpected);
});
afterAll(() => dashboard?.stop());

function check(name: string, body: () => Promise<void>): void {
  test(name, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      await body();
      expect(faults.take()).toEqual([]);
    }),
  );
}

check("whatever is opened first leads to set-up while there is no account", async () => {
  for (const path of ["/", "/machines?tag=a", "/sign-in", "/settings"]) {
    await page.goto(url + path);
    await page.waitForURL(`${url}/setup`);
  }
});

check("the printed link makes the first account and leads to the checklist", async () => {
  await page.goto((await dashboard.server().setupLink()).replace("localhost", "127.0.0.1"));
  await page.waitForURL(`${url}/setup`);
  await fillFirstAccount(page);
  await page.getByRole("heading", { name: "Add a machine" }).waitFor();
  const line = await page
    .getByText(/curl .*install\.sh/)
    .first()
    .textContent();
  expect(line).toBe(`curl -fsSL ${url}/install.sh | sh -s -- --enroll ${await shownToken(page)}`);
});

check("what surrounds the checklist stays in the document when another page is opened", async () => {
  await page.waitForURL(`${url}/first-steps`);
  const rail = page.getByRole("navigation").first();
  await rail.evaluate((element) => element.setAttribute("data-same", "yes"));
  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("heading", { name: "No groups yet" }).waitFor();
  expect(await rail.getAttribute("data-same")).toBe("yes");
  await page.goBack();
  await page.getByRole("heading", { name: "Add a machine" }).waitFor();
});

check("the checklist's token is the same after a look at another page", async () => {
  const token = await shownToken(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Appearance" }).waitFor();
  await page.goBack();
  expect(await shownToken(page)).toBe(token);
});

check("opened anew, the checklist makes no second token: a new command takes the place of the one before", async () => {
  const token = await shownToken(page);
  await page.goto(`${url}/setup`);
  await page.waitForURL(`${url}/first-steps`);
  await page.getByText("The command was shown already").waitFor();
  await page.getByRole("button", { name: "Show a new command" }).click();
  expect(await shownToken(page)).not.toBe(token);
  const answer = await page.context().request.get(`${url}/api/enrollment-tokens`);
  expect((await answer.json()).items).toHaveLength(1);
});

check("a list without machines says what to do, with a button that does it", async () => {
  await page.getByRole("link", { name: "Machines", exact: true }).click();
  await page.getByRole("heading", { name: "No machines yet" }).waitFor();
  await page.getByRole("link", { name: "Add machine" }).last().click();
  await page.getByRole("dialog", { name: "New enrollment token" }).waitFor();
});

check("a token is made by the keyboard alone, and a machine that joins by it is announced", async () => {
  await page.getByLabel("Label").fill("Lab");
  expect(await page.getByLabel("Expires").locator("option:checked").textContent()).toBe("In a day");
  await page.keyboard.press("Enter");
  await page.getByText("Waiting for a machine to join").waitFor();
  agent = await enrollAgent(url, await shownToken(page));
  disconnect = await agent.connect();
  await page.getByText("web-01 has joined").waitFor();
});

check("a machine that comes and goes is shown so without a reload", async () => {
  await page.getByRole("link", { name: "Machines", exact: true }).click();
  await rowOf(page, "web-01").getByText("Online").filter({ visible: true }).waitFor();
  await page.evaluate(() => Object.assign(window, { isSameDocument: true }));
  await disconnect();
  await rowOf(page, "web-01")
    .getByText(/^Offline/)
    .filter({ visible: true })
    .waitFor();
  disconnect = await agent.connect();
  await rowOf(page, "web-01").getByRole("button", { name: "Connect to web-01" }).waitFor();
  expect(await page.evaluate(() => "isSameDocument" in window)).toBe(true);
});

check("Enter on a row connects, and the list says who is in session", async () => {
  await page.locator("[role=row][tabindex='0']").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sessions\/[\w-]+\/view$/);
  await page.goBack();
  await rowOf(page, "web-01").getByText("In session · Ada Admin").filter({ visible: true }).waitFor();
});

check("the address holds the filter, and brings it back", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("web");
  await page.getByRole("radio", { name: "Online" }).check();
  await page.waitForURL(`${url}/machines?q=web&state=online`);
  await page.reload();
  await rowOf(page, "web-01").waitFor();
  expect(await page.getByLabel("Filter machines").inputValue()).toBe("web");
  expect(await page.getByRole("radio", { name: "Online" }).isChecked()).toBe(true);
  await page.getByLabel("Filter machines").fill("nothing like it");
  await page.getByRole("button", { name: "Show all machines" }).click();
  await page.waitForURL(`${url}/machines`);
});

check("Ctrl-K finds a page by a few letters; Escape gives the focus back", async () => {
  await page.getByLabel("Filter machines").focus();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.press("Escape");
  // The library gives it back in a task of its own, after the dialog is gone from the page.
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Filter machines");
  await page.keyboard.press("Control+k");
  // Typed sooner, it would be typed where the focus still is.
  await page.getByRole("combobox").waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.keyboard.type("sett");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${url}/settings`);
});

check("a dialog from a menu gives the focus back to the menu's button", async () => {
  await page.goto(`${url}/machines/${agent.machineId}`);
  const menu = page.getByRole("button", { name: "Actions for web-01" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await page.getByRole("dialog", { name: "Edit web-01" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction((button) => button === document.activeElement, await menu.elementHandle());
});

check("what was changed in a dialog is on the page at once", async () => {
  await page.getByRole("button", { name: "Actions for web-01" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await page.getByLabel("Tags").fill("server, lyon,");
  await page.getByLabel("Notes").fill("# Front\n\nAsk **Jo** first.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("main").getByText("lyon").waitFor();
  await page.getByRole("main").getByRole("link", { name: "Notes" }).click();
  await page.waitForURL(/\/notes$/);
  await page.getByRole("heading", { name: "Front" }).waitFor();
});

check("a server that goes away is told of, what was shown stays, and all is well once it is back", async () => {
  await page.getByRole("link", { name: "Machines", exact: true }).click();
  await rowOf(page, "web-01").waitFor();
  const notice = page.getByText("The server cannot be reached");
  await dashboard.whileAway(async () => {
    await notice.waitFor();
    await rowOf(page, "web-01").waitFor();
  });
  await notice.waitFor({ state: "detached" });
  disconnect = await agent.connect();
  await rowOf(page, "web-01").getByRole("button", { name: "Connect to web-01" }).waitFor();
});

check("a sign-in that ended elsewhere leads to sign-in, and from there back", async () => {
  await page.goto(`${url}/machines?q=web`);
  await rowOf(page, "web-01").waitFor();
  // Another tab's sign-out, of which this page is told nothing.
  await page.context().request.post(`${url}/api/auth/sign-out`, { data: {}, headers: { Origin: url } });
  await page.waitForURL(`${url}/sign-in?next=%2Fmachines%3Fq%3Dweb`);
  await signIn(page, "not the password");
  await page.getByText("E-mail or password is wrong").waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "password");
  await signIn(page);
  await page.waitForURL(`${url}/machines?q=web`);
});

check("sign-out leads to a plain sign-in, and what was seen is gone", async () => {
  await page.getByRole("button", { name: `Account of ${ACCOUNT.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(`${url}/sign-in`);
  await page.goBack();
  await page.waitForURL(/\/sign-in/);
  expect(await page.getByText("web-01").count()).toBe(0);
});

check("a prepared link leads nowhere else after sign-in", async () => {
  await page.goto(`${url}/sign-in?next=${encodeURIComponent("//evil.example/machines")}`);
  await signIn(page);
  await page.waitForURL(`${url}/machines`);
});

check("set-up is closed for good", async () => {
  const visitor = await dashboard.browser.newPage();
  await visitor.goto(`${url}/setup`);
  await visitor.waitForURL(`${url}/sign-in`);
  await visitor.close();
});

check("an address that leads nowhere is a page that says so, with the status that says so", async () => {
  const answer = await page.goto(`${url}/no/such/page`);
  expect(answer?.status()).toBe(404);
  await page.getByRole("heading", { name: "There is nothing at this address" }).waitFor();
});

check("the first load is small, and the viewer's code comes with the viewer only", async () => {
  const visitor = await dashboard.browser.newPage({ storageState: await page.context().storageState() });
  const scripts = new Map<string, number>();
  visitor.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".js")) scripts.set(pathname, Number(response.headers()["content-length"]));
  });
  await visitor.goto(`${url}/machines`);
  await rowOf(visitor, "web-01").waitFor();
  const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(150 * 1024);
  expect([...scripts.keys()].filter((path) => /viewer-page|framebuffer/.test(path))).toEqual([]);
  await visitor.close();
});
