/** "Help someone now" end to end: a link made in the dashboard, opened by a stranger, whose computer runs the one file under its own name. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Administrator, signUpAdministrator } from "../fakes/administrator.ts";
import { AGENT_BINARY } from "../fakes/agent-process.ts";
import { startBrowser } from "../fakes/browser-process.ts";
import { followLog, type ProcessLog } from "../fakes/process-log.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";
import { withEvidence } from "./evidence.ts";
import { personAt } from "./person-at-machine.ts";
import { openPage, SCREEN, waitForPicture } from "./support-session.ts";

setDefaultTimeout(60_000);

let directory: string;
let server: ServerProcess;
let screen: XServer;
let browser: Browser;
let administrator: Administrator;
const pages: Page[] = [];
const logs: ProcessLog[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-help-"));
  screen = await startXServer(SCREEN);
  server = await startServer(join(directory, "data"));
  logs.push(server.log);
  browser = await startBrowser();
  administrator = await signUpAdministrator(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await screen?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, { pages: () => pages, logs: () => logs }, body));

async function makeLink(technician: Page, label: string): Promise<string> {
  await technician.goto(`${server.url}/connect`);
  await technician.getByLabel("Who is it for?").fill(label);
  await technician.getByRole("button", { name: "Make a link" }).click();
  return (
    (
      await technician
        .getByText(/\/help\//)
        .first()
        .textContent()
    )?.trim() ?? ""
  );
}

async function openAsStranger(url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  pages.push(page);
  await page.goto(url);
  return page;
}

check(
  "a stranger's computer is on the technician's screen by one link and one file, and nothing stays there",
  async () => {
    const technician = await openPage(browser, administrator.cookie, server.url);
    pages.push(technician);
    const stranger = await openAsStranger(await makeLink(technician, "Grandmother"));
    await stranger.getByRole("heading", { name: "Ada Admin wants to help you" }).waitFor();
    await technician.getByText("They have opened the page").first().waitFor();

    const [download] = await Promise.all([
      stranger.waitForEvent("download"),
      stranger.getByRole("link", { name: "Download for Linux" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^RemoteLink-http_127\.0\.0\.1_\d+-[A-Z0-9]{6}$/);
    const home = join(directory, "visitor");
    const program = join(home, download.suggestedFilename());
    await download.saveAs(program);
    const hashOf = async (path: string) =>
      new Bun.CryptoHasher("sha256").update(await Bun.file(path).bytes()).digest("hex");
    expect(await hashOf(program)).toBe(await hashOf(AGENT_BINARY));

    chmodSync(program, 0o755);
    const agent = Bun.spawn([program, "-v"], {
      cwd: home,
      env: { PATH: process.env.PATH ?? "", HOME: home, DISPLAY: screen.display, LANG: "C.UTF-8" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    logs.push(followLog("agent", agent));
    await technician.waitForURL(/\/sessions\/.*\/view/);
    const person = await personAt(screen.display);
    await person.answer(await person.window("Remote support"), "Allow");
    await person.close();
    await waitForPicture(technician);
    await stranger.getByRole("heading", { name: "It runs" }).waitFor();

    await technician
      .getByRole("toolbar")
      .getByRole("button", { name: /^End session/ })
      .click();
    await technician.getByRole("alertdialog").getByRole("button", { name: "End session" }).click();
    expect(await agent.exited).toBe(0);
    const left = readdirSync(home, { recursive: true }).filter((name) => String(name) !== download.suggestedFilename());
    expect(left).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("remotelink-visit-"))).toEqual([]);
    expect(await administrator.machines()).toEqual([]);
  },
);

check("a link that was cancelled says so, and lets nobody in", async () => {
  const technician = await openPage(browser, administrator.cookie, server.url);
  pages.push(technician);
  const url = await makeLink(technician, "Nobody");
  await technician.getByRole("button", { name: "Cancel the link" }).click();
  await technician.getByRole("button", { name: "Make a link" }).waitFor();
  const stranger = await openAsStranger(url);
  await stranger.getByRole("heading", { name: "This link is over" }).waitFor();
});
