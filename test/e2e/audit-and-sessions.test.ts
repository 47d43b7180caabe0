/** Who did what, and what was done: the audit log and the history of sessions, in a real browser beside the real server. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { type EnrolledAgent, enrollAgent } from "../fakes/enrolled-agent.ts";
import { type Dashboard, fillFirstAccount, openDashboard, rowOf, shownToken } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
let url: string;
let agent: EnrolledAgent;

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  agent = await enrollAgent(url, await shownToken(page));
  await agent.connect();
});
afterAll(() => dashboard?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, dashboard.witnesses, body));

async function asPerson(method: string, path: string, data?: object): Promise<Record<string, string>> {
  const answer = await page.context().request.fetch(url + path, { method, data, headers: { Origin: url } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? {} : await answer.json();
}

const log = () => page.getByRole("table", { name: "Audit log" });

check("the log says in words what happened, and that it is whole", async () => {
  await page.goto(`${url}/audit`);
  await rowOf(page, "Ada Admin set the server up").waitFor();
  await rowOf(page, "enrolled web-01").waitFor();
  await page.getByText(/^Verified \d+ rows, unbroken/).waitFor();
});

check("what happens while it is open appears on top, and a new verification counts it", async () => {
  await asPerson("PATCH", `/api/machines/${agent.machineId}`, { notes: "new notes" });
  await log().locator("tbody tr").first().filter({ hasText: "Ada Admin changed web-01" }).waitFor();
  const { count } = (await asPerson("GET", "/api/audit/verify")) as unknown as { count: number };
  await page.getByRole("button", { name: "Verify now" }).click();
  await page.getByText(`Verified ${count} rows, unbroken`).waitFor();
});

check("a row opens by keyboard to its details, which lead on", async () => {
  const toggles = log().getByRole("button", { name: /^Details of what/ });
  await toggles.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await log().getByText("machine.changed").waitFor();
  await page.getByRole("link", { name: "all about it" }).click();
  await page.waitForURL(`${url}/audit?on=${agent.machineId}`);
  await page.getByText("web-01", { exact: true }).first().waitFor();
  expect(await rowOf(page, "set the server up").count()).toBe(0);
});

check("the address holds what it is narrowed to, and so does the table that is taken away", async () => {
  await page.goto(`${url}/audit`);
  await page.getByRole("button", { name: "Everything" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Enrollment", exact: true }).click();
  await page.keyboard.press("Escape");
  await page.waitForURL(`${url}/audit?what=enrollment`);
  await rowOf(page, "made the enrollment token").waitFor();
  expect(await rowOf(page, "set the server up").count()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n")
    .slice(1);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => /,(enrollment_token|support_link)\./.test(line))).toBe(true);
  await page.getByRole("searchbox", { name: "Who" }).fill("nobody of that name");
  await page.getByText("Nothing of that is on record").waitFor();
  await page.getByRole("button", { name: "Show everything" }).click();
  await rowOf(page, "Ada Admin set the server up").waitFor();
});

check("a machine's page shows what is on record of it", async () => {
  await page.goto(`${url}/machines/${agent.machineId}/audit`);
  await rowOf(page, "Ada Admin changed web-01").waitFor();
  await page.getByRole("link", { name: "Open in the log" }).click();
  await page.waitForURL(`${url}/audit?on=${agent.machineId}`);
});

check("who ends a session is asked what was done, and finds it in the history", async () => {
  const { session_id, viewer_url } = await asPerson("POST", `/api/machines/${agent.machineId}/sessions`, {
    reason: "the printer, again",
  });
  await page.goto(new URL(String(viewer_url), url).href);
  await page
    .getByRole("toolbar")
    .getByRole("button", { name: /^End session/ })
    .click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End session" }).click();
  const notes = page.getByLabel("What was done?");
  await notes.fill("It was out of paper.");
  await notes.press("Control+Enter");
  await page.getByText("Saved", { exact: true }).waitFor();

  await page.goto(`${url}/sessions?q=out+of+paper`);
  await rowOf(page, "the printer, again").getByRole("link", { name: "just now" }).click();
  await page.waitForURL(`${url}/sessions/${session_id}`);
  await page.getByText("the printer, again").waitFor();
  await expect(page.getByLabel("What was done").inputValue()).resolves.toBe("It was out of paper.");
  await rowOf(page, "wrote notes on the session on web-01").waitFor();
});

check("a running session is ended from its page, which then says so", async () => {
  const { session_id } = await asPerson("POST", `/api/machines/${agent.machineId}/sessions`, {});
  await page.goto(`${url}/sessions?state=live`);
  await rowOf(page, "running").waitFor();
  await page.goto(`${url}/sessions/${session_id}`);
  await page.getByRole("button", { name: "End the session on web-01" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End the session" }).click();
  await page.getByText(/, by Ada Admin$/).waitFor();
  await page.goto(`${url}/sessions?state=live`);
  await page.getByText("No such sessions").waitFor();
});
