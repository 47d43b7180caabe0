/** Our product under measurement: the server as a process, the compiled agent on Xvfb, our viewer in the browser. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Administrator, signUpAdministrator } from "../../test/fakes/administrator.ts";
import { type AgentProcess, startAgent } from "../../test/fakes/agent-process.ts";
import { type ServerProcess, startServer } from "../../test/fakes/server-process.ts";
import { waitUntil } from "../../test/fakes/wait-until.ts";
import { startXServer, type XServer } from "../../test/fakes/x-server.ts";
import { SCREEN } from "../painter/stage.ts";
import type { Product } from "../product.ts";
import { waitForCanvas } from "../wait-for-canvas.ts";

export type CaptureBackend = "x11" | "portable";

export type RemoteLink = Product & {
  server: ServerProcess;
  agent: AgentProcess;
  administrator: Administrator;
  machineId: string;
  /** From the agent's start to the server calling it online. */
  startToOnlineMs: number;
};

export async function startRemoteLink(backend: CaptureBackend = "x11"): Promise<RemoteLink> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-bench-"));
  const screen = await startXServer(SCREEN);
  const server = await startServer(join(directory, "data"), { LOG_LEVEL: "warn" });
  const administrator = await signUpAdministrator(server.url);
  const token = await administrator.createEnrollmentToken();
  const options = ["--config", join(directory, "agent.json"), "--capture", backend];
  const enrolling = startAgent({
    arguments: ["--server", server.url, "--enroll", token, ...options],
    display: screen.display,
    home: directory,
  });
  const machineId = await waitForOnline(administrator, enrolling);
  await enrolling.stop();
  await waitUntil("the agent going offline", async () => (await administrator.machines())[0]?.online === false);

  // Measured is what happens day by day: an agent that is enrolled already.
  const startedAt = performance.now();
  const agent = startAgent({ arguments: options, display: screen.display, home: directory });
  await waitForOnline(administrator, agent);
  const startToOnlineMs = performance.now() - startedAt;
  return {
    name: backend === "x11" ? "RemoteLink" : "RemoteLink, portable back-end",
    display: screen.display,
    processes: { agent: agent.pid, server: server.pid },
    viewerPort: server.port,
    server,
    agent,
    administrator,
    machineId,
    startToOnlineMs,
    async openViewer(browser) {
      const ticket = await administrator.startSession(machineId);
      const page = await browser.newPage({ viewport: SCREEN });
      await page.goto(new URL(ticket.viewer_url, server.url).href);
      await waitForCanvas(page, SCREEN.width, SCREEN.height);
      return page;
    },
    stop: () => stopAll(agent, server, screen, directory),
  };
}

async function waitForOnline(administrator: Administrator, agent: AgentProcess): Promise<string> {
  let hasEnded = false;
  void agent.exited.then(() => {
    hasEnded = true;
  });
  return await waitUntil("the agent coming online", async () => {
    if (hasEnded) throw new Error(`the agent ended\n${agent.log.tail()}`);
    const [machine] = await administrator.machines();
    return machine?.online && machine.id;
  });
}

async function stopAll(agent: AgentProcess, server: ServerProcess, screen: XServer, directory: string): Promise<void> {
  await agent.stop();
  await server.stop();
  await screen.stop();
  rmSync(directory, { recursive: true, force: true });
}
