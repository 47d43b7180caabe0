/**
 * What interrupts a picture. Each makes it happen, gives the screen a new colour where nobody sees it yet, and answers when
 * that which was away came back: from there on it counts.
 */
import type { Page } from "playwright-core";
import type { Installation } from "../../test/e2e/support-session.ts";
import { setMode } from "../../test/fakes/screen-modes.ts";
import { seenAt } from "./colour-watch.ts";

export type Scene = {
  installation: Installation;
  page: Page;
  /** Gives the whole screen the round's colour. */
  paint(): Promise<void>;
  round: number;
};
/** @returns when it was back, in milliseconds since the epoch */
export type Interruption = (scene: Scene) => Promise<number>;

const LOSS_MS = 30_000;

export const INTERRUPTIONS: Readonly<Record<string, Interruption>> = {
  async "agent killed"({ installation, paint }) {
    await installation.agent().kill();
    await installation.waitForOnline(false);
    await paint();
    return await agentBack(installation);
  },
  async "agent restarted"({ installation, paint }) {
    await installation.agent().stop();
    await paint();
    return await agentBack(installation);
  },
  async "X server restarted"({ installation, paint }) {
    await installation.restartScreen();
    const back = Date.now();
    await paint();
    return back;
  },
  async "resolution changed"({ installation, paint, round }) {
    await setMode(installation.screen, round % 2 === 0 ? "1024x768" : "1280x800");
    const back = Date.now();
    await paint();
    return back;
  },
  async "server restarted"({ installation, paint }) {
    await installation.server.stop();
    await paint();
    await installation.restartServer();
    return Date.now();
  },
  async "30 s without any packet"({ installation, paint }) {
    installation.network.loseEverything();
    await paint();
    await Bun.sleep(LOSS_MS);
    installation.network.recover();
    return Date.now();
  },
  async "tab reloaded"({ page, paint }) {
    await paint();
    await seenAt(page);
    const back = Date.now();
    // The new page has seen nothing yet.
    await page.reload({ waitUntil: "commit" });
    return back;
  },
};

async function agentBack(installation: Installation): Promise<number> {
  const restarting = installation.restartAgent();
  await installation.agent().log.waitFor(/online at/);
  const back = Date.now();
  await restarting;
  return back;
}
