/** Saved scripts, a run on machines, and both in a session, in a real browser with the compiled agent. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { enrollAgent } from "../fakes/enrolled-agent.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { DESKTOP, PHONE } from "./dashboard.ts";
import { screenshot, withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";
import { type Installation, install } from "./support-session.ts";

setDefaultTimeout(60_000);

let installation: Installation;
let page: Page;
let faults: PageFaults;
let directory: string;
let url: string;
let viewer: Page | undefined;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-scripts-"));
  installation = await install();
  url = installation.url;
  ({ page } = await installation.connect({ viewport: DESKTOP }));
  // One that is enrolled and away.
  await enrollAgent(url, await installation.administrator.createEnrollmentToken(), { hostname: "away-01" });
  faults = followFaults(page);
  await page.goto(`${url}/scripts`);
});
afterAll(async () => {
  await installation?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () =>
    withEvidence(name, { ...installation.witnesses, pages: () => (viewer ? [page, viewer] : [page]) }, async () => {
      await body();
      expect(faults.take()).toEqual([]);
    }),
  );

const machines = () => page.getByRole("list", { name: "Machines" });
const rowOf = (text: string) => machines().getByRole("listitem").filter({ hasText: text });

check("a script is written with what it asks for, and saved", async () => {
  await page.getByText("No scripts saved yet").waitFor();
  await page.getByRole("main").getByRole("link", { name: "New script" }).last().click();
  await page.getByLabel("Name").fill("Greet");
  await page
    .getByLabel("Script")
    .fill('echo "hello $WHO"\nwhile [ ! -e "$GO" ]; do sleep 0.1; done\necho done >&2\nexit 3');
  for (const [index, [name, label]] of [
    ["WHO", "Whom"],
    ["GO", ""],
  ].entries()) {
    await page.getByRole("button", { name: "Add a parameter" }).click();
    await page
      .getByLabel("Variable")
      .nth(index)
      .fill(name ?? "");
    if (label) await page.getByLabel("Asked as").nth(index).fill(label);
    await page.getByLabel("Required").nth(index).check();
  }
  await screenshot(page, "scripts-form");
  await page.keyboard.press("Control+s");
  await page.getByText("Greet is saved").waitFor();
  await page.getByRole("heading", { level: 1, name: "Greet" }).waitFor();
});

check("what was changed is not lost by a click on another page", async () => {
  await page.getByLabel("What it does").fill("Says hello");
  await page.getByRole("link", { name: "Machines", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await page.getByLabel("What it does").inputValue()).toBe("Says hello");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Save", disabled: true }).waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
});

check("a run shows each machine as it goes on, with what it says there", async () => {
  await page.getByRole("button", { name: "Run…" }).click();
  await page.getByLabel("Whom").fill("you & <b>me</b>");
  await page.getByLabel("GO", { exact: true }).fill(join(directory, "go"));
  await page.getByRole("button", { name: /^Choose all 2/ }).click();
  await page.getByLabel("As administrator").check();
  await screenshot(page, "scripts-start");
  await page.getByRole("button", { name: "Run on 2 machines" }).click();
  await rowOf("away-01").getByText("Offline").waitFor();
  const running = machines().getByRole("listitem").filter({ hasNotText: "away-01" });
  await running.getByText("Running").waitFor();
  await running.getByRole("button", { expanded: false }).click();
  await running.getByText("hello you & <b>me</b>").waitFor();
  await screenshot(page, "scripts-run");
  writeFileSync(join(directory, "go"), "");
  await running.getByText("Exit code 3").waitFor();
  await running.getByText("done").waitFor();
  await page.getByText("2 failed").waitFor();
  await page.setViewportSize(PHONE);
  await screenshot(page, "scripts-run-phone");
  await page.setViewportSize(DESKTOP);
});

check("it is run again where it failed, and stopped everywhere", async () => {
  rmSync(join(directory, "go"));
  await page.getByRole("button", { name: "Run again where it failed" }).click();
  await page.getByLabel("Whom").fill("again");
  await page.getByLabel("GO", { exact: true }).fill(join(directory, "go"));
  await page.getByLabel("As administrator").check();
  await page.getByRole("button", { name: "Run on 2 machines" }).click();
  await machines().getByText("Running").waitFor();
  await page.getByRole("button", { name: "Stop everywhere" }).click();
  await machines().getByText("Stopped").waitFor();
  await page.getByRole("link", { name: "Scripts", exact: true }).click();
  await page.getByRole("link", { name: "Runs" }).click();
  await page.getByRole("table", { name: "Runs of scripts" }).getByRole("row").nth(2).waitFor();
  await screenshot(page, "scripts-runs");
});

check("a saved script is there in a session, and what is written there can be saved", async () => {
  ({ page: viewer } = await installation.openViewer());
  await viewer.getByRole("toolbar").getByRole("button", { name: "Scripts", exact: true }).click();
  const panel = viewer.getByRole("complementary", { name: "Scripts" });
  await panel.getByLabel("Saved script").selectOption({ label: "Greet" });
  await panel.getByLabel("Whom").fill("from the session");
  await panel.getByLabel("GO", { exact: true }).fill(directory);
  await panel.getByLabel("As administrator").check();
  await screenshot(viewer, "scripts-panel");
  await panel.getByRole("button", { name: "Run", exact: true }).click();
  await panel.getByText("Exit code 3").waitFor();
  const shown = async () => (await panel.locator(".xterm-rows > div").allTextContents()).join("\n");
  await waitUntil("what it says", async () => (await shown()).includes("hello from the session"));

  const file = join(directory, "written");
  await panel.getByLabel("Saved script").selectOption({ label: "New script" });
  await panel.getByLabel("Script", { exact: true }).fill(`touch ${file}`);
  await panel.getByRole("button", { name: "Close" }).first().click();
  await viewer.getByRole("toolbar").getByRole("button", { name: "Scripts", exact: true }).click();
  expect(await panel.getByLabel("Script", { exact: true }).inputValue()).toBe(`touch ${file}`);
  await panel.getByRole("button", { name: "Save to the library" }).click();
  await viewer.getByLabel("Name").fill("Touch");
  await viewer.getByRole("button", { name: "Save", exact: true }).click();
  await viewer.getByText("Touch is in the library").waitFor();
  await panel.getByRole("button", { name: "Run", exact: true }).click();
  await waitUntil("the file", () => existsSync(file));
  await viewer.close();
  viewer = undefined;
});

check("a script is deleted, and brought back by Undo", async () => {
  await page.getByRole("link", { name: "Library" }).click();
  await page.getByRole("button", { name: "Delete Greet" }).click();
  await page.getByText("Greet was deleted").waitFor();
  const { violations } = await new AxeBuilder({ page }).include('[role="region"]').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await page.getByRole("link", { name: "Greet", exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Greet", exact: true }).waitFor();
  await screenshot(page, "scripts-library");
});
