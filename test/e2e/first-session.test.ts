/**
 * The main job, as a newcomer does it: from an empty data directory by the printed link, one account, one line copied
 * into a terminal, Connect, and the machine's real screen in the browser.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "../fakes/browser-process.ts";
import { followLog, type ProcessLog } from "../fakes/process-log.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { asUnprivileged, makeUnprivilegedHome } from "../fakes/unprivileged.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";
import { screenshot, withEvidence } from "./evidence.ts";
import { openTypingTarget } from "./input-target.ts";
import { waitUntilExact } from "./remote-screen.ts";
import { SCREEN, waitForPicture } from "./support-session.ts";

setDefaultTimeout(180_000);

let directory: string;
let home: string;
let screen: XServer;
let server: ServerProcess;
let browser: Browser;
let page: Page;
let terminal: { process: Bun.Subprocess; log: ProcessLog } | undefined;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-first-"));
  home = makeUnprivilegedHome();
  screen = await startXServer(SCREEN);
  server = await startServer(join(directory, "data"));
  browser = await startBrowser();
  page = await browser.newPage({ viewport: SCREEN });
});

afterAll(async () => {
  await browser?.close();
  if (terminal) {
    // The one-liner's shell leads a group of its own; the agent it started belongs to it.
    process.kill(-terminal.process.pid, "SIGTERM");
    await terminal.process.exited;
  }
  await server?.stop();
  await screen?.stop();
  for (const path of [directory, home]) rmSync(path, { recursive: true, force: true });
});

const witnesses = {
  pages: () => (page ? [page] : []),
  logs: () => [server.log, ...(terminal ? [terminal.log] : [])],
};
const check = (name: string, body: () => Promise<void>): void => test(name, () => withEvidence(name, witnesses, body));

check("the printed link opens set-up, and the first account is signed in", async () => {
  await page.goto(await server.setupLink());
  await page.getByLabel(/name/i).first().waitFor();
  await screenshot(page, "set-up");
  await page
    .getByLabel(/^(your )?name/i)
    .first()
    .fill("Ada Admin");
  await page.getByLabel(/e-?mail/i).fill("ada@example.com");
  await page
    .getByLabel(/^password/i)
    .first()
    .fill("correct horse battery staple");
  await page.getByRole("button", { name: /create|sign up|get started|continue/i }).click();
  await page
    .getByRole("link", { name: /machines/i })
    .first()
    .waitFor();
  await screenshot(page, "first-run");
});

check("the one-liner of the enrollment page brings the machine online, and the page says so by itself", async () => {
  await page.getByRole("link", { name: /enrol/i }).first().click();
  await page
    .getByRole("button", { name: /new token|create token|make a token/i })
    .first()
    .click();
  const create = page.getByRole("dialog").getByRole("button", { name: /create|make/i });
  const oneLiner = page.getByText(/curl .*install\.sh/).first();
  await create.or(oneLiner).first().waitFor();
  if (await create.isVisible()) await create.click();
  await oneLiner.waitFor();
  await screenshot(page, "enrollment");
  terminal = runInTerminal(((await oneLiner.textContent()) ?? "").trim());
  await page
    .getByText(/has joined/i)
    .first()
    .waitFor({ timeout: 60_000 });
  await screenshot(page, "has-joined");
});

check("Connect shows the machine's screen, bit for bit once it has settled", async () => {
  const target = await openTypingTarget(screen.display);
  await page
    .getByRole("link", { name: /machines/i })
    .first()
    .click();
  await page
    .getByRole("button", { name: /^connect/i })
    .or(page.getByRole("link", { name: /^connect/i }))
    .first()
    .waitFor();
  await screenshot(page, "machines");
  const [opened] = await Promise.all([
    page
      .context()
      .waitForEvent("page", { timeout: 5_000 })
      .catch(() => null),
    page
      .getByRole("button", { name: /^connect/i })
      .or(page.getByRole("link", { name: /^connect/i }))
      .first()
      .click(),
  ]);
  page = opened ?? page;
  await waitForPicture(page);
  await waitUntilExact(page, screen.display);
  await screenshot(page, "viewer");
  await page.mouse.move(200, 200);
  await page.mouse.click(200, 200);
  await page.keyboard.type("hello");
  await page.keyboard.press("Enter");
  await waitUntilExact(page, screen.display);
  expect(target.text()).toBe("hello\n");
  await target.stop();
});

/** Runs a line exactly as a person without root's rights pastes it, in a shell whose home is empty. */
function runInTerminal(line: string): { process: Bun.Subprocess; log: ProcessLog } {
  const shell = Bun.spawn(asUnprivileged(["setsid", "sh", "-c", line]), {
    cwd: home,
    env: { PATH: process.env.PATH ?? "", HOME: home, DISPLAY: screen.display, LANG: "C.UTF-8" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  return { process: shell, log: followLog("one-liner", shell) };
}
