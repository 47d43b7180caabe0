/** The real server and a real agent beside it, for files: no display, a home of its own, and whoever asks over HTTP. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PERMISSIONS, type Permission } from "../../protocol/permissions.ts";
import { followLog } from "./process-log.ts";
import { type Person, type ServerWorld, startWorld } from "./server-world.ts";

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));

export type FileWorld = {
  world: ServerWorld;
  machineId: string;
  /** The agent's home on the "machine". */
  home: string;
  agentPid(): number;
  /** A person with these permissions on the machine, and their session on it. */
  technician(name: string, permissions?: readonly Permission[]): Promise<Technician>;
  startAgent(): Promise<void>;
  killAgent(): Promise<void>;
  stop(): Promise<void>;
};

export type Technician = {
  person: Person;
  sessionId: string;
  /** `/files…` of the session; a body that is no text goes as it is. */
  files(method: string, path: string, options?: RequestInit): Promise<Response>;
};

export async function startFileWorld(flags: string[] = []): Promise<FileWorld> {
  const world = await startWorld("embedded");
  const root = mkdtempSync(join(tmpdir(), "remotelink-files-"));
  const home = join(root, "home");
  mkdirSync(home);
  const groupId = await world.addGroup("Office");
  const admin = await world.admin();
  const token = await admin.ask("POST", "/api/enrollment-tokens", { body: { max_uses: 1, group_id: groupId } });
  const config = ["--config", join(root, "agent.json"), "--server", world.url];
  const enrolling = ["--enroll", String(token.body.token), ...flags];
  let agent: ReturnType<typeof spawnAgent> | null = null;

  async function startAgent(more: readonly string[] = flags): Promise<void> {
    agent = spawnAgent([...config, ...more], home);
    await agent.log.waitFor(/online at/);
  }

  async function killAgent(): Promise<void> {
    agent?.process.kill("SIGKILL");
    await agent?.process.exited;
  }

  await startAgent(enrolling);
  const { body } = await admin.ask<{ items: { id: string }[] }>("GET", "/api/machines");
  const machineId = body.items[0]?.id ?? "";

  return {
    world,
    machineId,
    home,
    agentPid: () => agent?.process.pid ?? 0,
    async technician(name, permissions = PERMISSIONS) {
      const person = await world.addUser(name);
      await world.addToGroup(groupId, person, permissions);
      return openSession(world, person, machineId);
    },
    startAgent,
    killAgent,
    async stop() {
      await killAgent();
      await world.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export async function openSession(world: ServerWorld, person: Person, machineId: string): Promise<Technician> {
  const { body } = await person.ask("POST", `/api/machines/${machineId}/sessions`, { body: {} });
  const sessionId = String(body.session_id);
  return {
    person,
    sessionId,
    files: (method, path, options = {}) =>
      fetch(`${world.url}/api/sessions/${sessionId}/files${path}`, {
        ...options,
        method,
        headers: { cookie: person.cookie, Origin: world.url, ...(options.headers as Record<string, string>) },
      }),
  };
}

function spawnAgent(flags: readonly string[], home: string) {
  const child = Bun.spawn([process.execPath, MAIN, ...flags, "-v"], {
    // Bun keeps what it compiled below the home folder, which is to hold nothing of its own here.
    env: { PATH: process.env.PATH ?? "", HOME: home, BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  return { process: child, log: followLog("agent", child) };
}
