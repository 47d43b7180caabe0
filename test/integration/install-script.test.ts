import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { asUnprivileged, makeUnprivilegedHome } from "../fakes/unprivileged.ts";

setDefaultTimeout(60_000);

/** Stands for the agent: says how it was started and ends. */
const AGENT = `#!/bin/sh
echo "arguments: $*"
echo "token: $REMOTELINK_TOKEN"
echo "input: $(cat)"
`;
const NAME = `remotelink-agent-linux${process.arch === "arm64" ? "-arm64" : ""}`;

let directory: string;
let downloads: string;
let world: ServerWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-install-"));
  downloads = join(directory, "downloads");
  mkdirSync(downloads);
  offer(AGENT);
  world = await startWorld("embedded", {}, { web: join(directory, "web"), downloads });
});
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true, force: true });
});

function offer(agent: string, sha256 = new Bun.CryptoHasher("sha256").update(agent).digest("hex")): void {
  writeFileSync(join(downloads, NAME), agent);
  writeFileSync(join(downloads, `${NAME}.gz`), Bun.gzipSync(agent));
  const other = { name: `${NAME}-other`, os: "linux", arch: "x64", size: 1, sha256: "0".repeat(64) };
  const file = { name: NAME, os: "linux", arch: "x64", size: agent.length, sha256 };
  writeFileSync(join(downloads, "manifest.json"), JSON.stringify({ version: "0.1.0", files: [other, file] }, null, 2));
}

/** Runs the line that the Enrollment page shows, in an empty home. */
async function runOneLiner(options: string, env: Record<string, string> = {}) {
  const home = makeUnprivilegedHome();
  const line = `curl -fsSL ${world.url}/install.sh | sh -s -- ${options}`;
  const shell = Bun.spawn(asUnprivileged(["sh", "-c", line]), {
    cwd: home,
    env: { PATH: process.env.PATH ?? "", HOME: home, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors, code] = await Promise.all([
    new Response(shell.stdout).text(),
    new Response(shell.stderr).text(),
    shell.exited,
  ]);
  const installed = await Bun.file(join(home, ".local/bin/remotelink-agent")).exists();
  rmSync(home, { recursive: true, force: true });
  return { output, errors, code, installed };
}

test("the served script passes shellcheck", async () => {
  const { body } = await world.nobody.ask("GET", "/install.sh");
  const check = Bun.spawn(["shellcheck", "-"], { stdin: Buffer.from(String(body.text)), stdout: "pipe" });
  expect([await new Response(check.stdout).text(), await check.exited]).toEqual(["", 0]);
  expect(body.text).toContain("ExecStart=/usr/local/bin/remotelink-agent");
  expect(body.text).not.toMatch(/@REMOTELINK_\w+@/);
});

test("installs the agent and starts it with the server's address, the token out of sight", async () => {
  const { output, code, installed } = await runOneLiner("--enroll rle_token --name 'Front desk' --attended");
  expect([code, installed]).toEqual([0, true]);
  expect(output).toContain(`arguments: --server ${world.url} --attended --name Front desk\n`);
  expect(output).toContain("token: rle_token\n");
});

test("takes the token from the environment, too", async () => {
  const { output } = await runOneLiner("", { REMOTELINK_TOKEN: "rle_from_environment" });
  expect(output).toContain("token: rle_from_environment\n");
});

test("installs nothing when the download is not what the manifest names", async () => {
  offer(AGENT, "f".repeat(64));
  const { errors, code, installed } = await runOneLiner("--enroll rle_token");
  offer(AGENT);
  expect([code, installed]).toEqual([1, false]);
  expect(errors).toContain("the download is damaged");
});

test("says what it does not know, and what it knows", async () => {
  const wrong = await runOneLiner("--enrol x");
  expect([wrong.code, wrong.installed, wrong.errors]).toEqual([
    1,
    false,
    "remotelink: unknown option --enrol: see --help\n",
  ]);
  const help = await runOneLiner("--help");
  expect([help.code, help.installed, help.output.includes("--enroll TOKEN")]).toEqual([0, false, true]);
});

test("an address that is no host never gets into the script", async () => {
  for (const host of ["x'$(reboot)'", "x;reboot", "`reboot`", 'x"y', "x y"]) {
    const { status } = await world.nobody.ask("GET", "/install.sh", { headers: { Host: host } });
    expect([host, status]).toEqual([host, 400]);
  }
});

test("downloads are attachments under their own names, and nothing else is offered", async () => {
  const answer = await world.nobody.ask("GET", `/downloads/${NAME}.gz`);
  expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
    200,
    `attachment; filename="${NAME}.gz"`,
  ]);
  const head = await fetch(`${world.url}/downloads/${NAME}`, { method: "HEAD" });
  expect(head.headers.get("content-length")).toBe(String(AGENT.length));
  for (const path of ["/downloads/", "/downloads/none", "/downloads/.hidden", "/downloads/a/b"]) {
    expect([path, (await world.nobody.ask("GET", path)).status]).toEqual([path, 404]);
  }
});
