/** The list of machines in a real browser: selecting many and acting on them, the keys, notes that two write. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type AgentProcess, startAgent } from "../fakes/agent-process.ts";
import { type EnrolledAgent, enrollAgent } from "../fakes/enrolled-agent.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";
import { type Dashboard, fillFirstAccount, openDashboard, rowOf, shownToken } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

const NAMES = ["db-01", "db-02", "web-01", "web-02", "web-03", "web-04"];

let dashboard: Dashboard;
let page: Page;
let faults: PageFaults;
let url: string;
const agents = new Map<string, EnrolledAgent>();
const home = mkdtempSync(join(tmpdir(), "remotelink-thumbnail-"));
let screen: XServer | undefined;
let real: AgentProcess | undefined;

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page, (message) => /status of 409/.test(message));
  await page.goto((await dashboard.server().setupLink()).replace("localhost", "127.0.0.1"));
  await fillFirstAccount(page);
  await page.getByRole("heading", { name: "Add a machine" }).waitFor();
  await shownToken(page);
  const { token } = await asPerson("POST", "/api/enrollment-tokens", {});
  for (const hostname of NAMES) {
    agents.set(hostname, await enrollAgent(url, token ?? "", { hostname, mac_addresses: ["00:16:3e:12:34:56"] }));
  }
  await agents.get("web-01")?.connect();
  await asPerson("POST", "/api/groups", { name: "Lyon" });
});
afterAll(async () => {
  await real?.stop();
  await screen?.stop();
  await dashboard?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function asPerson(method: string, path: string, data?: object): Promise<Record<string, string>> {
  const answer = await page.context().request.fetch(url + path, { method, data, headers: { Origin: url } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? {} : await answer.json();
}

function check(name: string, body: () => Promise<void>): void {
  test(name, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      await body();
      expect(faults.take()).toEqual([]);
    }),
  );
}

const bar = () => page.getByRole("region", { name: "Selected machines" });
const box = (name: string) => page.getByRole("checkbox", { name: `Select ${name}` });

check("several machines are selected by a click and a range, and all that are shown by one box", async () => {
  await page.goto(`${url}/machines?sort=name`);
  await box("web-01").click();
  await bar().getByText("1 selected").waitFor();
  await box("web-04").click({ modifiers: ["Shift"] });
  await bar().getByText("4 selected").waitFor();
  for (const name of ["web-01", "web-02", "web-04"]) expect(await box(name).isChecked()).toBe(true);
  await box("web-02").click({ modifiers: ["Shift"] });
  expect(await box("web-02").isChecked()).toBe(true);
  await page.getByRole("searchbox", { name: "Filter machines" }).fill("db");
  await bar().getByText("4 selected · 4 not shown").waitFor();
  await page.getByRole("checkbox", { name: "Select all that are shown" }).click();
  await bar().getByText("6 selected · 4 not shown").waitFor();
  await bar().getByRole("button", { name: "Select none" }).click();
  await bar().waitFor({ state: "detached" });
});

check("many are tagged at once, which can be taken back", async () => {
  await page.goto(`${url}/machines?q=web&sort=name`);
  await page.getByRole("checkbox", { name: "Select all that are shown" }).click();
  await bar().getByRole("button", { name: "Tag…" }).click();
  const dialog = page.getByRole("dialog", { name: "Tag 4 machines" });
  await dialog.getByLabel("Add").fill("patched,");
  await dialog.getByRole("button", { name: "Change tags" }).click();
  await page.getByText("4 machines tagged").waitFor();
  for (const name of ["web-01", "web-04"]) await rowOf(page, name).getByText("patched").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await rowOf(page, "web-04").getByText("patched").waitFor({ state: "detached" });
});

check("those that an act did not reach are selected from the notice", async () => {
  await page.goto(`${url}/machines?q=web&sort=name`);
  await page.route(
    "**/api/machines/bulk",
    async (route) => {
      const response = await route.fetch();
      const { results } = await response.json();
      // As of a machine that the person lost the right to a moment ago.
      results[1] = { ...results[1], ok: false, error: { code: "forbidden", message: "ask an administrator" } };
      await route.fulfill({ response, json: { results } });
    },
    { times: 1 },
  );
  await page.getByRole("checkbox", { name: "Select all that are shown" }).click();
  await bar().getByRole("button", { name: "Tag…" }).click();
  await page.getByRole("dialog").getByLabel("Add").fill("reached,");
  await page.getByRole("button", { name: "Change tags" }).click();
  await page.getByText("web-02: ask an administrator").waitFor();
  await page.getByRole("button", { name: "Select the failed ones" }).click();
  await bar().getByText("1 selected").waitFor();
  expect(await box("web-02").isChecked()).toBe(true);
  await page.keyboard.press("Escape");
});

check("a filter is saved under a name, found in the menu, and removed with a way back", async () => {
  const saved = () => page.getByRole("button", { name: "Saved filters" });
  await page.goto(`${url}/machines?q=web&state=offline`);
  await saved().click();
  await page.getByRole("menuitem", { name: "Save this filter…" }).click();
  await page.getByLabel("Name").fill("Web, away");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("The filter Web, away is saved").waitFor();
  await page.goto(`${url}/machines`);
  await saved().click();
  await page.getByRole("menuitem", { name: "Web, away", exact: true }).click();
  await page.waitForURL(`${url}/machines?q=web&state=offline`);
  await saved().getByText("Web, away").waitFor();
  await saved().click();
  await page.getByRole("menuitem", { name: "Remove Web, away" }).click();
  await saved().getByText("Web, away").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await saved().getByText("Web, away").waitFor();
});

check("many are moved into a group, whose name their pages show", async () => {
  await page.goto(`${url}/machines?q=db&sort=name`);
  await page.getByRole("checkbox", { name: "Select all that are shown" }).click();
  await bar().getByRole("button", { name: "Move…", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Group").selectOption({ label: "Lyon" });
  await page.getByRole("button", { name: "Move", exact: true }).click();
  await page.getByText("2 machines moved").waitFor();
  await page.goto(`${url}/machines/${agents.get("db-01")?.machineId}`);
  await page.getByRole("main").getByText("Lyon").waitFor();
});

check("an older agent is updated from the bar and from the machine's menu, once it may be", async () => {
  await agents.get("db-01")?.heartbeat({ agent_version: "0.0.9" });
  await page.goto(`${url}/machines?q=db&sort=name`);
  await rowOf(page, "db-01").getByText("0.0.9").waitFor();
  await page.getByRole("checkbox", { name: "Select all that are shown" }).click();
  await bar().getByRole("button", { name: "Update 1 agent" }).click();
  await page.getByText("1 machine will update when no session is open").waitFor();
  await page.goto(`${url}/machines/${agents.get("db-01")?.machineId}`);
  await page.getByText(/Asked for/).waitFor();
  const failure = { version: "0.1.0", reason: "it ended while it was tried (exit code 3)" };
  await agents.get("db-01")?.heartbeat({ agent_version: "0.0.9", update_failure: failure });
  await page.getByText("0.1.0: it ended while it was tried (exit code 3)").waitFor();
  await page.getByRole("main").getByRole("button", { name: "Actions for db-01" }).click();
  await page.getByRole("menuitem", { name: "Update agent" }).click();
  await page.getByText("db-01 updates its agent when it is back").waitFor();
});

check("the keys move through the list, select, and open what they say", async () => {
  await page.goto(`${url}/machines?sort=name`);
  await rowOf(page, "db-01").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bar().getByText("1 selected").waitFor();
  expect(await box("db-02").isChecked()).toBe(true);
  await page.keyboard.press("Control+a");
  await bar().getByText("6 selected").waitFor();
  await page.keyboard.press("Escape");
  await bar().waitFor({ state: "detached" });
  await page.keyboard.press("e");
  await page.getByRole("dialog", { name: "Edit db-02" }).waitFor();
  await page.keyboard.press("Escape");
  // The dialog's library gives the focus back a moment after it is gone; a key in between would be lost with it.
  await page.waitForFunction(() => document.activeElement?.closest("[data-row-index]") !== null);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await page.keyboard.type("xejk?");
  expect(await page.getByRole("searchbox", { name: "Filter machines" }).inputValue()).toBe("xejk?");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByText("Go to the sessions").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL(`${url}/sessions`);
});

check("a terminal is one choice of the menu away, and open when the session's page is", async () => {
  await page.goto(`${url}/machines?q=web-01`);
  await page.getByRole("button", { name: "Actions for web-01" }).click();
  await page.getByRole("menuitem", { name: "Terminal" }).click();
  await page.waitForURL(/\/sessions\/[^/]+\/view\?panel=terminal$/);
  await page.goto(`${url}/machines`);
});

check("notes that somebody else changes meanwhile are shown before they are overwritten", async () => {
  const id = agents.get("web-02")?.machineId;
  await page.goto(`${url}/machines/${id}/notes?edit=1`);
  await page.getByLabel("Notes").fill("Mine");
  await page.getByRole("region", { name: "Preview" }).getByText("Mine").waitFor();
  await asPerson("PATCH", `/api/machines/${id}`, { notes: "**Theirs**" });
  const warning = page.getByRole("alert").filter({ hasText: "Somebody else changed these notes" });
  await warning.getByText("Theirs", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Save notes" }).isDisabled()).toBe(true);
  await warning.getByRole("button", { name: "Go on with mine" }).click();
  await page.getByRole("button", { name: "Save notes" }).click();
  await page.waitForURL(`${url}/machines/${id}/notes`);
  await page.getByRole("main").getByText("Mine").waitFor();
});

check("a card shows the machine's screen while it can be seen", async () => {
  screen = await startXServer({ width: 1280, height: 800 });
  const { token } = await asPerson("POST", "/api/enrollment-tokens", {});
  const options = ["--server", url, "--enroll", token ?? "", "--name", "real-01"];
  real = startAgent({ arguments: options, display: screen.display, home });
  await page.goto(`${url}/machines?q=real-01`);
  await page.getByRole("radio", { name: "Cards" }).check();
  const picture = page.getByRole("img", { name: "The screen of real-01, a moment ago" });
  await picture.waitFor();
  const size = await picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect(size).toEqual([320, 200]);
  await page.getByRole("radio", { name: "Table" }).check();
});

check("removing many asks once, names them, and they are gone", async () => {
  await page.goto(`${url}/machines?q=web-0&sort=name`);
  await box("web-03").click();
  await box("web-04").click();
  await bar().getByRole("button", { name: "Remove…" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove 2 machines?" });
  await question.getByText("web-03, web-04").waitFor();
  await question.getByRole("button", { name: "Remove 2 machines" }).click();
  await page.getByText("2 machines removed").waitFor();
  await rowOf(page, "web-04").waitFor({ state: "detached" });
  await rowOf(page, "web-02").waitFor();
});
