/** The compiled agent: one file that needs nothing beside it and listens to nothing that the environment says to Bun. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AgentProcess, startAgent } from "../fakes/agent-process.ts";
import { type AgentSideServer, GOOD_TOKEN, SESSION_ID, startAgentSideServer } from "../fakes/agent-side-server.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { startXServer } from "../fakes/x-server.ts";

let home: string;
let server: AgentSideServer;
let agent: AgentProcess | null = null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "remotelink-binary-"));
  server = startAgentSideServer();
});
afterEach(async () => {
  await agent?.stop();
  agent = null;
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

function start(options: { display?: string; flags?: string[]; env?: Record<string, string> } = {}): AgentProcess {
  const { display = ":4321", flags = ["--enroll", GOOD_TOKEN], env } = options;
  const config = ["--config", join(home, "agent.json"), "--server", server.url];
  agent = startAgent({ arguments: [...config, ...flags], display, home, env });
  return agent;
}

test.each(["x11", "portable"])(
  "shows a screen from an empty folder, Worker and native libraries included, by the back-end %s",
  async (backend) => {
    const screen = await startXServer({ width: 640, height: 480 });
    try {
      const { log } = start({ display: screen.display, flags: ["--enroll", GOOD_TOKEN, "--capture", backend] });
      await log.waitFor(/online at/);
      const settings = { stream: 1, codecs: ["tiles", "jpeg"], max_fps: 30, jpeg_fps: 4 };
      server.say({ type: "start_stream", session_id: SESSION_ID, ...settings });
      for (const type of [1, 4]) {
        await waitUntil(`a message of type ${type}`, () => server.pictures.some((picture) => picture[0] === type));
      }
      await agent?.stop();
    } finally {
      await screen.stop();
    }
  },
  30_000,
);

test("runs none of what BUN_OPTIONS and its like name, and is no bun", async () => {
  const script = join(home, "preload.js");
  const mark = join(home, "was-here");
  writeFileSync(script, `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "");`);
  writeFileSync(join(home, "bunfig.toml"), `preload = [${JSON.stringify(script)}]\n`);
  const env = {
    BUN_OPTIONS: `--preload ${script}`,
    BUN_INSPECT_PRELOAD: script,
    BUN_BE_BUN: "1",
    NODE_OPTIONS: `--require ${script}`,
  };
  await start({ env }).log.waitFor(/online at/);
  expect(existsSync(mark)).toBe(false);
});

test("reads no .env, and leaves nothing in its folder but its config", async () => {
  writeFileSync(join(home, ".env"), "REMOTELINK_TOKEN=from-the-folder\n");
  const { log, exited } = start({ flags: [] });
  expect(await exited).not.toBe(0);
  expect(server.calls[0]?.body).not.toHaveProperty("enrollment_token");
  await start().log.waitFor(/online at/);
  await agent?.stop();
  expect(readdirSync(home).sort()).toEqual([".env", "agent.json"]);
  expect(log.text()).not.toContain("from-the-folder");
});
