/** A server and a browser for the tests of the dashboard's pages, with the ways through it that they share. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "../fakes/browser-process.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import type { Witnesses } from "./evidence.ts";

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const ACCOUNT = { name: "Ada Admin", email: "ada@example.com", password: "correct horse battery staple" };

/** A step that takes longer never ends; the server that is away is the longest. */
const STEP_TIMEOUT_MS = 20_000;

export type Dashboard = {
  server(): ServerProcess;
  /** Stops the server, does what is to be done meanwhile, and starts it on the same port and data. */
  whileAway(body: () => Promise<void>): Promise<void>;
  page: Page;
  browser: Browser;
  witnesses: Witnesses;
  stop(): Promise<void>;
};

export async function openDashboard(): Promise<Dashboard> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-pages-"));
  let server = await startServer(join(directory, "data"));
  const { port } = server;
  const browser = await startBrowser();
  const page = await (await browser.newContext({ viewport: DESKTOP })).newPage();
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  return {
    server: () => server,
    async whileAway(body) {
      await server.stop();
      await body();
      server = await startServer(join(directory, "data"), { PORT: String(port) });
    },
    page,
    browser,
    witnesses: { pages: () => [page], logs: () => [server.log] },
    async stop() {
      await browser.close();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function fillFirstAccount(page: Page): Promise<void> {
  await page.getByLabel("Name").fill(ACCOUNT.name);
  await page.getByLabel("E-mail").fill(ACCOUNT.email);
  await page.getByLabel("Password").fill(ACCOUNT.password);
  await page.getByRole("button", { name: "Create account" }).click();
}

export async function signIn(page: Page, password: string = ACCOUNT.password): Promise<void> {
  await page.getByLabel("E-mail").fill(ACCOUNT.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The token in the command that the page shows. */
export async function shownToken(page: Page): Promise<string> {
  const line =
    (await page
      .getByText(/curl .*install\.sh/)
      .first()
      .textContent()) ?? "";
  const token = /--enroll (\S+)/.exec(line)?.[1];
  if (!token) throw new Error(`the page shows no command with a token: ${line}`);
  return token;
}

/** The row of a machine in the table. */
export function rowOf(page: Page, machine: string) {
  return page.getByRole("row").filter({ hasText: machine });
}
