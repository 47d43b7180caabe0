/**
 * A machine as it is in an office: an agent that runs as root from the start, a greeter, people who log in and out, and
 * desktops that cannot be shown. The viewer never shows a bare black canvas, and needs no click to go on.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Administrator, signUpAdministrator } from "../fakes/administrator.ts";
import { AGENT_BINARY } from "../fakes/agent-process.ts";
import { startBrowser } from "../fakes/browser-process.ts";
import {
  canIsolate,
  type Desktop,
  type IsolatedMachine,
  type MachineProcess,
  startIsolatedMachine,
} from "../fakes/isolated-machine.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openPage, waitForPicture } from "./support-session.ts";

setDefaultTimeout(60_000);

/** Users of the machine: the display manager's own, and two people. */
const GREETER = 105;
const ADA = 1_000;
const BOB = 1_001;

/** Abstract sockets belong to the network, which the machine shares: numbers that no X server takes by itself. */
const [FIRST_DISPLAY, SECOND_DISPLAY, THIRD_DISPLAY] = [":210", ":211", ":212"] as const;

let machine: IsolatedMachine;
let server: ServerProcess;
let browser: Browser;
let administrator: Administrator;
const agents: MachineProcess[] = [];
const pages: Page[] = [];

beforeAll(async () => {
  if (!canIsolate) return;
  machine = await startIsolatedMachine();
  server = await startServer(join(machine.directory, "data"));
  browser = await startBrowser();
  administrator = await signUpAdministrator(server.url);
});
afterAll(async () => {
  await browser?.close();
  await machine?.stop();
  await server?.stop();
});

/** Enrolls an agent on the machine, which finds its display by itself, and opens a viewer on it. */
async function openViewerOfAgent(name: string, user?: number): Promise<Page> {
  const home = join(machine.directory, name);
  await machine.run(["sh", "-c", 'mkdir -p "$1" && chown "$2" "$1"', "sh", home, String(user ?? 0)]);
  const token = await administrator.createEnrollmentToken();
  const config = ["--config", join(home, "agent.json"), "--name", name, "-v"];
  const command = [AGENT_BINARY, "--server", server.url, "--enroll", token, ...config];
  agents.push(machine.start(command, { user, env: { HOME: home } }));
  const machineId = await waitUntil(`${name} coming online`, async () => {
    const found = (await administrator.machines()).find((one) => one.name === name);
    return found?.online && found.id;
  });
  const ticket = await administrator.startSession(machineId);
  const page = await openPage(browser, administrator.cookie, server.url);
  pages.push(page);
  await page.goto(new URL(ticket.viewer_url, server.url).href);
  return page;
}

/** Paints the desktop in one colour, and waits until the viewer shows it. */
async function showsWhatIsPaintedOn({ display, authority }: Desktop, page: Page, color: string): Promise<void> {
  await machine.run(["xsetroot", "-solid", color], { env: { DISPLAY: display, XAUTHORITY: authority } });
  await waitForPicture(page);
  await waitUntil(`the picture in ${color}`, async () => (await colorOf(page)) === color);
  expect(await page.getByRole("alert").count()).toBe(0);
}

async function colorOf(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const canvas = document.querySelector("canvas");
    if (!canvas) return "none";
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext("2d");
    context?.drawImage(canvas, 0, 0);
    const pixel = context?.getImageData(900, 600, 1, 1).data ?? [];
    return `#${[...pixel.slice(0, 3)].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  });
}

const says = (page: Page, title: RegExp): Promise<void> =>
  page.getByRole("alert").getByText(title).first().waitFor({ timeout: 20_000 });

const witnesses = { pages: () => pages, logs: () => [server.log, ...agents.map(({ log }) => log)] };

describe.if(canIsolate)("an agent that runs as root, before anybody has logged in", () => {
  let page: Page;
  let desktop: Desktop;
  const check = (name: string, body: () => Promise<void>): void =>
    test(name, () => withEvidence(name, witnesses, body));

  check("says that there is no desktop, and what to do", async () => {
    page = await openViewerOfAgent("office-01");
    await says(page, /has no desktop running/);
    await page.getByText(/the picture then comes by itself/i).waitFor();
  });

  check("offers what needs no desktop there", async () => {
    const card = page.getByRole("region", { name: /has no desktop running/ });
    for (const panel of [/^terminal/i, /^files/i]) {
      await card.getByRole("button", { name: panel }).waitFor();
    }
  });

  check("shows the greeter when it starts", async () => {
    desktop = await machine.startDesktop({ display: FIRST_DISPLAY, user: GREETER });
    await showsWhatIsPaintedOn(desktop, page, "#113355");
  });

  check("follows the log-in to another display with another cookie", async () => {
    await desktop.end();
    desktop = await machine.startDesktop({ display: SECOND_DISPLAY, user: ADA });
    await showsWhatIsPaintedOn(desktop, page, "#117733");
  });

  check("says so when the person logs out, and shows the greeter again", async () => {
    await desktop.end();
    await says(page, /has no desktop/);
    desktop = await machine.startDesktop({ display: FIRST_DISPLAY, user: GREETER });
    await showsWhatIsPaintedOn(desktop, page, "#442211");
  });

  check("shows another person's desktop beside the greeter that stays", async () => {
    const own = await machine.startDesktop({ display: THIRD_DISPLAY, user: BOB });
    await desktop.end();
    await showsWhatIsPaintedOn(own, page, "#225588");
    await own.end();
    await says(page, /has no desktop/);
  });

  check("names a Wayland session, which cannot be shown", async () => {
    const env = { XDG_SESSION_TYPE: "wayland", WAYLAND_DISPLAY: "wayland-0" };
    const session = machine.start(["sleep", "infinity"], { user: ADA, env });
    await says(page, /runs a Wayland desktop/);
    await page.getByText(/choose an X11 session/i).waitFor();
    await session.end();
    await says(page, /has no desktop running/);
  });
});

test.if(canIsolate)("an agent of another user than the desktop's says that it may not see it, and what to do", () =>
  withEvidence("another user's desktop", witnesses, async () => {
    const desktop = await machine.startDesktop({ display: FIRST_DISPLAY, user: ADA });
    const page = await openViewerOfAgent("office-02", BOB);
    await says(page, /refuses the agent/);
    await page.getByText(/run the agent as root/i).waitFor();
    await desktop.end();
  }),
);
