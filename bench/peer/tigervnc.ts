/** The peer: TigerVNC's X server, websockify and noVNC's page as Debian ships them, on loopback without encryption. */
import type { Subprocess } from "bun";
import { findFreePort } from "../free-port.ts";
import { SCREEN } from "../painter/stage.ts";
import type { Product } from "../product.ts";
import { waitForCanvas } from "../wait-for-canvas.ts";
import { waitForPort } from "../wait-for-port.ts";

const NOVNC_DIRECTORY = "/usr/share/novnc";
/** noVNC's plain page has a bar above the screen; the window leaves room for both. */
const TOP_BAR_HEIGHT = 40;

export async function startTigerVnc(): Promise<Product> {
  const rfbPort = findFreePort();
  const server = Bun.spawn(
    [
      "Xtigervnc",
      "-displayfd",
      "1",
      ...["-rfbport", String(rfbPort), "-localhost", "-SecurityTypes", "None"],
      ...["-geometry", `${SCREEN.width}x${SCREEN.height}`, "-depth", "24", "-nolisten", "tcp", "-ac", "-noreset"],
      "-AlwaysShared",
    ],
    { stdout: "pipe", stderr: "ignore" },
  );
  const display = `:${await firstLine(server)}`;
  const viewerPort = findFreePort();
  const gateway = Bun.spawn(
    [
      "/usr/bin/python3",
      "/usr/bin/websockify",
      `--web=${NOVNC_DIRECTORY}`,
      `127.0.0.1:${viewerPort}`,
      `127.0.0.1:${rfbPort}`,
    ],
    { stdout: "ignore", stderr: "ignore" },
  );
  await waitForPort(viewerPort);
  // websockify forks a process for each connection: which one counts is known once a viewer is there.
  const processes = { Xtigervnc: server.pid, websockify: gateway.pid };
  return {
    name: "TigerVNC + noVNC",
    display,
    processes,
    viewerPort,
    async openViewer(browser) {
      const page = await browser.newPage({ viewport: { width: SCREEN.width, height: SCREEN.height + TOP_BAR_HEIGHT } });
      await page.goto(`http://127.0.0.1:${viewerPort}/vnc_lite.html`);
      await waitForCanvas(page, SCREEN.width, SCREEN.height);
      const child = (await Bun.file(`/proc/${gateway.pid}/task/${gateway.pid}/children`).text())
        .trim()
        .split(" ")
        .at(-1);
      if (child) processes.websockify = Number(child);
      return page;
    },
    async stop() {
      gateway.kill();
      server.kill();
      await Promise.all([gateway.exited, server.exited]);
    },
  };
}

async function firstLine(process_: Subprocess<"ignore", "pipe", "ignore">): Promise<string> {
  const { value } = await process_.stdout.getReader().read();
  const line = new TextDecoder().decode(value).trim();
  if (!/^\d+$/.test(line)) throw new Error("Xtigervnc did not start (Debian: tigervnc-standalone-server)");
  return line;
}
