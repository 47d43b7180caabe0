/** A machine's agent is replaced by a newer one: the compiled agent, the real server, and builds of a later version. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BulkAnswer } from "../../protocol/rest/machine-bulk.ts";
import type { Machine } from "../../protocol/rest/people.ts";
import { AGENT_BINARY, type AgentProcess, startAgent } from "../fakes/agent-process.ts";
import { type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(180_000);

const BUILD = fileURLToPath(new URL("../../installer/build-agent.ts", import.meta.url));
const NAME = "remotelink-agent-linux";

let directory: string;
let downloads: string;
let binary: string;
let world: ServerWorld;
let admin: Person;
let agent: AgentProcess;
let machineId: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-update-"));
  downloads = join(directory, "downloads");
  for (const name of ["bin", "downloads", "web", "home"]) mkdirSync(join(directory, name));
  binary = join(directory, "bin/remotelink-agent");
  copyFileSync(AGENT_BINARY, binary);
  world = await startWorld("embedded", {}, { web: join(directory, "web"), downloads });
  admin = await world.admin();
  await admin.ask("PATCH", "/api/settings", { body: { agent_updates: "when_asked" } });
  const { body } = await admin.ask("POST", "/api/enrollment-tokens", { body: { max_uses: 1 } });
  const flags = ["--server", world.url, "--enroll", String(body.token), "--config", join(directory, "home/agent.json")];
  agent = startAgent({ arguments: flags, display: ":0", home: join(directory, "home"), binary });
  await agent.log.waitFor(/online at/);
  const list = await admin.ask<{ items: Machine[] }>("GET", "/api/machines");
  machineId = list.body.items[0]?.id ?? "";
});
afterAll(async () => {
  await agent?.stop();
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const machine = async () => (await admin.ask<Machine>("GET", `/api/machines/${machineId}`)).body;
const hash = (path: string) => new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");

async function askForUpdate() {
  const body = { action: "update_agent", machine_ids: [machineId] };
  return (await admin.ask<BulkAnswer>("POST", "/api/machines/bulk", { body })).body.results[0];
}

/** Hands out this text as if it were an agent of that version, rightly signed. */
function handOut(version: string, script: string, claims: { sha256?: string } = {}): void {
  const path = join(downloads, NAME);
  writeFileSync(path, script);
  const file = { name: NAME, os: "linux", arch: "x64", size: Buffer.byteLength(script), sha256: hash(path), ...claims };
  writeFileSync(join(downloads, "manifest.json"), JSON.stringify({ version, files: [file] }));
}

const failureOf = async (version: string) =>
  waitUntil(`the failure of ${version} being told`, async () => {
    const failure = (await machine()).inventory?.update_failure;
    return failure?.version === version ? failure.reason : null;
  });

test("where the server has nothing newer there is nothing to ask for", async () => {
  handOut((await machine()).agent_version, "#!/bin/sh\n");
  expect(await askForUpdate()).toMatchObject({ ok: false, error: { code: "up_to_date" } });
});

test("a download that is not what was signed is not run", async () => {
  const before = hash(binary);
  handOut("8.0.0", "#!/bin/sh\ntouch /tmp/never\n", { sha256: "ab".repeat(32) });
  expect(await askForUpdate()).toMatchObject({ ok: true });
  expect((await machine()).update_asked_at).not.toBeNull();
  expect(await failureOf("8.0.0")).toContain("SHA-256");
  expect([hash(binary), existsSync(`${binary}.next`)]).toEqual([before, false]);
});

test("one that ends while it is tried is given up: the old one comes back and says so", async () => {
  const before = hash(binary);
  handOut("8.0.1", '#!/bin/sh\n[ "$1" = --version ] && echo "remotelink-agent 8.0.1" && exit 0\nexit 3\n');
  await askForUpdate();
  expect(await failureOf("8.0.1")).toBe("it ended while it was tried (exit code 3)");
  expect(await machine()).toMatchObject({ online: true, agent_version: expect.not.stringMatching(/^8/) });
  expect([hash(binary), existsSync(`${binary}.next`)]).toEqual([before, false]);
});

test("when the agent is killed while it tries one, neither is left, and it starts again as it was", async () => {
  const before = hash(binary);
  const build = Bun.spawn([process.execPath, BUILD, "--agent-version", "9.0.0", "--folder", downloads], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  expect(await build.exited).toBe(0);
  expect(await askForUpdate()).toMatchObject({ ok: true });
  await waitUntil("the one on trial being online", async () => (await machine()).agent_version === "9.0.0" || null);
  expect(runningFrom(`${binary}.next`)).toHaveLength(1);
  await agent.kill();
  await waitUntil("it having ended", async () => runningFrom(`${binary}.next`).length === 0 || null);
  expect(hash(binary)).toBe(before);

  const flags = ["--config", join(directory, "home/agent.json")];
  agent = startAgent({ arguments: flags, display: ":0", home: join(directory, "home"), binary });
  await agent.log.waitFor(/online at/);
  expect(existsSync(`${binary}.next`)).toBe(false);
  await waitUntil("the old version being told", async () => (await machine()).agent_version !== "9.0.0" || null);
});

function runningFrom(program: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/exe`).startsWith(program);
    } catch {
      // Ended meanwhile.
      return false;
    }
  });
}

test("one that holds a connection for a minute takes the place, in the same process, with the same identity", async () => {
  const before = hash(binary);
  const config = readFileSync(join(directory, "home/agent.json"), "utf8");
  expect(await askForUpdate()).toMatchObject({ ok: true });
  await agent.log.waitFor(/version 9\.0\.0 is in place/, 120_000);
  await waitUntil("version 9.0.0 being online", async () => {
    const { agent_version, online, update_asked_at, inventory } = await machine();
    return agent_version === "9.0.0" && online && !update_asked_at && inventory?.update_failure === null;
  });
  expect([hash(binary), hash(`${binary}.previous`)]).toEqual([hash(join(downloads, NAME)), before]);
  expect(readFileSync(join(directory, "home/agent.json"), "utf8")).toBe(config);
  expect(readFileSync(`/proc/${agent.pid}/cmdline`, "utf8")).toContain("--config");
  expect(readFileSync(`/proc/${agent.pid}/cmdline`, "utf8")).not.toContain("--enroll");
  const audit = await admin.ask<{ items: { action: string }[] }>("GET", `/api/audit?target=${machineId}`);
  expect(audit.body.items.map(({ action }) => action)).toContain("machine.agent_changed");
});
