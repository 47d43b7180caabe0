/** `npm start` on a fresh copy of the sources, downloads aside, and the start after it. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitUntil } from "../../test/fakes/wait-until.ts";
import { findFreePort } from "../free-port.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const DEADLINE_MS = 300_000;

export type NpmStart = { freshMs: number; secondMs: number };

export async function measureNpmStart(): Promise<NpmStart> {
  const copy = mkdtempSync(join(tmpdir(), "remotelink-start-"));
  try {
    await run(["git", "checkout-index", "--all", `--prefix=${copy}/`]);
    // What npm would download: installing it is the network's time, not ours.
    cpSync(join(root, "node_modules"), join(copy, "node_modules"), { recursive: true, verbatimSymlinks: true });
    const freshMs = await timeStart(copy);
    const secondMs = await timeStart(copy);
    return { freshMs, secondMs };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function run(command: string[]): Promise<void> {
  const child = Bun.spawn(command, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed`);
}

async function timeStart(directory: string): Promise<number> {
  const port = findFreePort();
  const startedAt = performance.now();
  const npm = Bun.spawn(["npm", "start"], {
    cwd: directory,
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATA_DIR: join(directory, "data") },
    stdio: ["ignore", "ignore", "inherit"],
    // Leads a group of its own, by which the end of all that it started is known.
    detached: true,
  });
  try {
    while (!(await isReady(port))) {
      if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}`);
      if (performance.now() - startedAt > DEADLINE_MS) throw new Error("npm start took too long");
      await Bun.sleep(50);
    }
    return performance.now() - startedAt;
  } finally {
    // npm ends before the server that it started has closed its database.
    process.kill(-npm.pid, "SIGTERM");
    await npm.exited;
    await waitUntil("the server's end", () => !hasProcesses(npm.pid));
  }
}

function hasProcesses(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok === true;
}
