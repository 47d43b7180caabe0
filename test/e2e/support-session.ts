/** A whole installation for one test file: server, X screen, compiled agent, browser; set up over REST, not by clicks. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { SessionTicket } from "../../protocol/rest/people.ts";
import { type Administrator, signUpAdministrator } from "../fakes/administrator.ts";
import { AGENT_BINARY, type AgentProcess, startAgent } from "../fakes/agent-process.ts";
import { startBrowser } from "../fakes/browser-process.ts";
import { type LossyProxy, startLossyProxy } from "../fakes/lossy-proxy.ts";
import type { ProcessLog } from "../fakes/process-log.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";
import type { Witnesses } from "./evidence.ts";

export const SCREEN = { width: 1280, height: 800 };

/** What the technician holds; a desktop with a mouse unless told. */
export type Device = Pick<BrowserContextOptions, "viewport" | "hasTouch" | "isMobile" | "deviceScaleFactor">;

export type Installation = {
  /** Where browser and agent reach the server. */
  url: string;
  network: LossyProxy;
  /** The present ones: both may be restarted. */
  readonly server: ServerProcess;
  readonly screen: XServer;
  administrator: Administrator;
  machineId: string;
  agent(): AgentProcess;
  /** Starts the enrolled agent again, after it was killed. */
  restartAgent(): Promise<void>;
  /** Ends the server, in good order unless told, and starts it again on what it has stored. */
  restartServer(how?: "stop" | "kill"): Promise<void>;
  /** Ends the X server, with everything on it, and starts another on the same display. */
  restartScreen(): Promise<void>;
  waitForOnline(isOnline: boolean): Promise<void>;
  /** Opens a new session's viewer, whether or not it has a picture yet. */
  connect(device?: Device): Promise<{ page: Page; ticket: SessionTicket }>;
  /** What the agent's own program prints when it is asked on the machine: `status`, `end`. */
  agentCommand(command: string): Promise<string>;
  /** Opens a new session's viewer in a window of the screen's size and waits for its picture, of that size unless told. */
  openViewer(picture?: { width: number; height: number }): Promise<{ page: Page; ticket: SessionTicket }>;
  witnesses: Witnesses;
  stop(): Promise<void>;
};

export type InstallOptions = {
  agentArguments?: readonly string[];
  /** Further settings of the server; the directory is the installation's own. */
  serverEnvironment?: (directory: string) => Record<string, string>;
  /** Where the browser is seen; headless without one. */
  technicianDisplay?: string;
};

export async function install({
  agentArguments = [],
  serverEnvironment = () => ({}),
  technicianDisplay,
}: InstallOptions = {}): Promise<Installation> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-e2e-"));
  let screen = await startXServer(SCREEN);
  let server = await startServer(join(directory, "data"), serverEnvironment(directory));
  // Through it both ends reach the server, so that tests can cut the network, and put another server in its place.
  const network = await startLossyProxy(server.port);
  const browser = await startBrowser(technicianDisplay);
  const administrator = await signUpAdministrator(network.url);
  const token = await administrator.createEnrollmentToken();
  const config = ["--config", join(directory, "agent.json")];
  const logs: ProcessLog[] = [server.log];
  let agent: AgentProcess;
  const start = (more: readonly string[]): void => {
    agent = startAgent({ arguments: [...more, ...config, "-v"], display: screen.display, home: directory });
    logs.push(agent.log);
  };
  start(["--server", network.url, "--enroll", token, ...agentArguments]);
  const machineIs = async (isOnline: boolean): Promise<string> =>
    await waitUntil(`the machine ${isOnline ? "coming online" : "going offline"}`, async () => {
      const [machine] = await administrator.machines();
      return machine && machine.online === isOnline && machine.id;
    }).catch((failure) => {
      throw new Error(`${failure.message}\n${logs.map((log) => log.tail()).join("\n")}`);
    });
  const machineId = await machineIs(true);
  const pages: Page[] = [];
  async function connect(device?: Device): Promise<{ page: Page; ticket: SessionTicket }> {
    const ticket = await administrator.startSession(machineId);
    const page = await openPage(browser, administrator.cookie, network.url, technicianDisplay === undefined, device);
    pages.push(page);
    await page.goto(new URL(ticket.viewer_url, network.url).href);
    return { page, ticket };
  }
  return {
    url: network.url,
    network,
    get server() {
      return server;
    },
    get screen() {
      return screen;
    },
    administrator,
    machineId,
    agent: () => agent,
    async restartAgent() {
      start([]);
      await machineIs(true);
    },
    async restartServer(how = "stop") {
      await server[how]();
      server = await startServer(join(directory, "data"), serverEnvironment(directory));
      logs.push(server.log);
      network.leadTo(server.port);
    },
    async restartScreen() {
      await screen.stop();
      screen = await startXServer(SCREEN, Number(screen.display.slice(1)));
    },
    async waitForOnline(isOnline) {
      await machineIs(isOnline);
    },
    connect,
    async agentCommand(command) {
      const child = Bun.spawn([AGENT_BINARY, command, ...config], {
        cwd: directory,
        env: { PATH: process.env.PATH ?? "", HOME: directory, LANG: "C.UTF-8" },
        stdout: "pipe",
        stderr: "inherit",
      });
      const printed = await new Response(child.stdout).text();
      if ((await child.exited) !== 0) throw new Error(`${command} failed: ${printed}`);
      return printed;
    },
    async openViewer(picture = SCREEN) {
      const opened = await connect();
      await waitForPicture(opened.page, picture);
      return opened;
    },
    witnesses: { pages: () => pages, logs: () => logs },
    async stop() {
      await browser.close();
      await agent.stop();
      await network.stop();
      await server.stop();
      await screen.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * A page that is signed in as the administrator.
 * @param isHeadless of the screen's size; otherwise as large as its window
 */
export async function openPage(
  browser: Browser,
  cookie: string,
  url: string,
  isHeadless = true,
  device: Device = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: isHeadless ? SCREEN : null, ...device });
  const cookies = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
  await context.addCookies(cookies);
  return await context.newPage();
}

export async function waitForPicture(page: Page, size: { width: number; height: number } = SCREEN): Promise<void> {
  await page.waitForFunction(
    ([width, height]) =>
      [...document.querySelectorAll("canvas")].some((canvas) => canvas.width === width && canvas.height === height),
    [size.width, size.height],
    { timeout: 20_000 },
  );
}

/** Where a framebuffer pixel's centre lies in the page. */
export async function pagePointOf(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  return await page.evaluate(
    ([pixelX, pixelY]) => {
      const [canvas] = [...document.querySelectorAll("canvas")].sort((a, b) => b.width * b.height - a.width * a.height);
      if (!canvas) throw new Error("the viewer has no canvas");
      const box = canvas.getBoundingClientRect();
      return {
        x: box.left + ((pixelX + 0.5) / canvas.width) * box.width,
        y: box.top + ((pixelY + 0.5) / canvas.height) * box.height,
      };
    },
    [x, y] as const,
  );
}
