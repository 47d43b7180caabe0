/** Wake in a real browser: offered where it can work, and followed by the connection as soon as the machine is there. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Administrator, signUpAdministrator } from "../fakes/administrator.ts";
import { startBrowser } from "../fakes/browser-process.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { callerAt, describedMachine } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openPage } from "./support-session.ts";

setDefaultTimeout(60_000);

let directory: string;
let server: ServerProcess;
let browser: Browser;
let administrator: Administrator;
let url: string;
let machine: { id: string; accessKey: string };
let agent: WebSocket | null = null;
let page: Page;
/** Of the packets' sending: they would leave this machine, so the request ends in the browser. */
let wakes: string[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-wake-"));
  server = await startServer(join(directory, "data"));
  url = `http://127.0.0.1:${server.port}`;
  browser = await startBrowser();
  administrator = await signUpAdministrator(url);
  const enrollment = { ...describedMachine("sleeper"), enrollment_token: await administrator.createEnrollmentToken() };
  const { body } = await callerAt(url, {}).ask("POST", "/api/agent/register", { body: enrollment });
  machine = { id: String(body.machine_id), accessKey: String(body.access_key) };
});
beforeEach(async () => {
  wakes = [];
  page = await openPage(browser, administrator.cookie, url);
  await page.route("**/api/machines/*/wake", (route) => {
    wakes.push(new URL(route.request().url()).pathname);
    return route.fulfill({ status: 202, json: { sent_via: "server", mac_addresses: ["00:16:3e:12:34:56"] } });
  });
});
afterEach(async () => {
  await page.close();
  await sleep();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, { pages: () => [page], logs: () => [server.log] }, body));

/** The machine is up: an agent of the plain protocol. */
async function awake(): Promise<void> {
  const headers = { Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id };
  agent = new WebSocket(`${url.replace("http", "ws")}/ws/agent`, { headers } as unknown as string[]);
  await online(true);
}

async function sleep(): Promise<void> {
  agent?.close();
  agent = null;
  await online(false);
}

async function online(isOnline: boolean): Promise<void> {
  await waitUntil(`the machine being ${isOnline ? "online" : "offline"}`, async () => {
    const [found] = await administrator.machines();
    return found?.online === isOnline;
  });
}

check("a machine that sleeps is woken from its page, and connected to when it comes", async () => {
  await page.goto(`${url}/machines/${machine.id}`);
  await page.getByRole("button", { name: "Wake sleeper and connect" }).click();
  await page.getByRole("button", { name: "Stop waiting for sleeper" }).waitFor();
  expect(wakes).toEqual([`/api/machines/${machine.id}/wake`]);
  // It waits on whichever page.
  await page.getByRole("link", { name: "Sessions" }).first().click();
  await awake();
  await page.waitForURL(/\/sessions\/[^/]+\/view/);
  await page.getByRole("toolbar", { name: "Session" }).waitFor();
});

check("waiting can be stopped, and then nothing happens by itself", async () => {
  await page.goto(`${url}/machines/${machine.id}`);
  await page.getByRole("button", { name: "Wake sleeper and connect" }).click();
  await page.getByRole("button", { name: "Stop waiting for sleeper" }).click();
  await awake();
  await page.getByRole("button", { name: "Connect to sleeper" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/machines/${machine.id}`);
});

check("a machine that falls asleep in mid-session is woken from there, and the session goes on", async () => {
  await awake();
  const ticket = await administrator.startSession(machine.id);
  await page.goto(new URL(ticket.viewer_url, url).href);
  await page.getByRole("toolbar", { name: "Session" }).waitFor();
  await sleep();
  const offline = page.getByRole("region", { name: "sleeper is offline" });
  await offline.getByRole("button", { name: "Wake" }).click();
  await offline.getByText(/^Sent at/).waitFor();
  expect(wakes).toEqual([`/api/machines/${machine.id}/wake`]);
  await awake();
  await offline.waitFor({ state: "hidden" });
  expect(new URL(page.url()).pathname).toBe(`/sessions/${ticket.session_id}/view`);
});
