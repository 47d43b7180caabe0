/** A whole installation to take pictures of: server, agent on a desktop with something on it, browsers of several people. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Installation, install, waitForPicture } from "../../test/e2e/support-session.ts";

export const SIZE = { width: 1280, height: 800 };
export type Theme = "dark" | "light";

export type Stage = {
  installation: Installation;
  /** Where the machine's own files for the pictures are. */
  home: string;
  /** A page of its own, signed in as the administrator. */
  page(theme?: Theme): Promise<Page>;
  /** From now on the account that everybody here uses has this name. */
  nowIs(name: string): Promise<void>;
  /** A new session of the administrator, with its picture. */
  viewer(theme?: Theme): Promise<Page>;
  /** Ends the sessions that were opened so far, and what the machine shows for them. */
  endSessions(): Promise<void>;
  stop(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  // Its name is in the pictures.
  const home = mkdtempSync(join(tmpdir(), "ada-"));
  const installation = await install({
    agentArguments: ["--name", "office-07"],
    serverEnvironment(directory) {
      return { RECORDING_DIR: join(directory, "recordings"), RECORDING_FPS: "4", LOG_LEVEL: "warn" };
    },
  });
  const { url, administrator } = installation;
  await rename(url, administrator.cookie, "Ada Okafor");
  const desktop = await openDesktop(installation.screen.display, join(home, "desktop"));
  // The installation has a browser; its pages are another size and theme.
  const { page: first, ticket } = await installation.connect();
  await waitForPicture(first);
  await administrator.endSession(ticket.session_id);
  const browser = first.context().browser() as Browser;
  await first.close();

  async function signedIn(cookie: string, theme: Theme): Promise<Page> {
    const context = await browser.newContext({ viewport: SIZE, colorScheme: theme, reducedMotion: "reduce" });
    const cookies = cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
    });
    await context.addCookies(cookies);
    return await context.newPage();
  }
  const open: string[] = [];
  const page = (theme: Theme = "dark") => signedIn(administrator.cookie, theme);
  return {
    installation,
    home,
    page,
    nowIs: (name) => rename(url, administrator.cookie, name),
    async viewer(theme = "dark") {
      const opened = await page(theme);
      const { viewer_url, session_id } = await administrator.startSession(installation.machineId);
      open.push(session_id);
      await opened.goto(new URL(viewer_url, url).href);
      await waitForPicture(opened);
      return opened;
    },
    async endSessions() {
      for (const id of open.splice(0)) await administrator.endSession(id);
    },
    async stop() {
      desktop.kill();
      await desktop.exited;
      await installation.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A browser in kiosk mode is the machine's desktop: what is seen is one page. */
async function openDesktop(display: string, profile: string): Promise<Bun.Subprocess> {
  mkdirSync(profile);
  const page = new URL("desktop.html", import.meta.url).href;
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--kiosk",
    "--window-position=0,0",
    "--window-size=1280,800",
  ];
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
  ];
  const desktop = Bun.spawn(["/usr/bin/chromium", ...flags, ...quiet, `--user-data-dir=${profile}`, `--app=${page}`], {
    env: { PATH: process.env.PATH ?? "", HOME: profile, DISPLAY: display, LC_ALL: "C.UTF-8" },
    stdout: "ignore",
    stderr: "ignore",
  });
  // It says nothing when its window is there.
  await Bun.sleep(6_000);
  return desktop;
}

/** Whoever opens a session is shown by the name that they had then. */
async function rename(url: string, cookie: string, name: string): Promise<void> {
  const answer = await fetch(`${url}/api/auth/update-user`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: url, cookie },
    body: JSON.stringify({ name }),
  });
  if (!answer.ok) throw new Error(`the account was not renamed: ${answer.status} ${await answer.text()}`);
}
