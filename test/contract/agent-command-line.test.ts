/** The agent as a person or a script meets it: flags in, one line and an exit code out, and what it leaves on the disk. */
import { afterAll, afterEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXIT } from "../../agent/exit.ts";
import {
  ACCESS_KEY,
  type AgentSideServer,
  GOOD_TOKEN,
  MACHINE_ID,
  refusal,
  startAgentSideServer,
} from "../fakes/agent-side-server.ts";
import { followLog, type ProcessLog } from "../fakes/process-log.ts";

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));
const directories: string[] = [];
const running: { kill(): void; exited: Promise<number> }[] = [];
const servers: AgentSideServer[] = [];

afterEach(async () => {
  for (const one of running.splice(0)) {
    one.kill();
    await one.exited;
  }
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), "remotelink-agent-"));
  directories.push(home);
  return home;
}

function newServer(...behaviour: Parameters<typeof startAgentSideServer>): AgentSideServer {
  const server = startAgentSideServer(...behaviour);
  servers.push(server);
  return server;
}

function configPath(home: string): string {
  return join(home, "agent", "agent.json");
}

function start(
  home: string,
  flags: readonly string[],
  env: Record<string, string> = {},
): { log: ProcessLog; exited: Promise<number>; kill(): void } {
  const agent = Bun.spawn([process.execPath, MAIN, "--config", configPath(home), ...flags], {
    env: { PATH: process.env.PATH ?? "", HOME: home, ...env },
    cwd: home,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  running.push(agent);
  return { log: followLog("agent", agent), exited: agent.exited, kill: () => agent.kill() };
}

async function outcome(home: string, flags: readonly string[], env: Record<string, string> = {}) {
  const agent = start(home, flags, env);
  const exitCode = await agent.exited;
  // The pipes may still be emptied when the process has ended.
  await agent.log.waitFor(/\n$/);
  return { exitCode, lines: agent.log.text().trim().split("\n") };
}

/** Everything below the config's directory. */
function left(home: string): string[] {
  try {
    return readdirSync(join(home, "agent"));
  } catch {
    return [];
  }
}

test("says its version and its flags", async () => {
  const home = newHome();
  const version = await outcome(home, ["--version"]);
  expect(version.exitCode).toBe(EXIT.ok);
  expect(version.lines[0]).toMatch(/^remotelink-agent \d+\.\d+\.\d+$/);
  const help = await outcome(home, ["-h"]);
  expect(help.exitCode).toBe(EXIT.ok);
  for (const flag of ["--server", "--relay", "--enroll", "--attended", "--run-once", "--verbose", "--token-file"]) {
    expect(help.lines.join("\n")).toContain(flag);
  }
});

const MISTAKES: readonly [what: string, flags: string[], line: RegExp][] = [
  ["an unknown flag", ["--sever", "http://x"], /Unknown option '--sever'/],
  ["a flag without its value", ["--server"], /--server/],
  ["a stray word", ["hello"], /hello/],
  ["no server", [], /--server/],
  ["an address that is none", ["--server", "help.example.com"], /not a server address/],
  ["an address of another kind", ["--server", "ftp://help.example.com"], /not a server address/],
  ["an unknown back-end", ["--capture", "vnc"], /--capture/],
  [
    "a token file that is not there",
    ["--server", "http://127.0.0.1:1", "--token-file", "/nonexistent/token"],
    /token file/,
  ],
  ["a session without a server", ["--run-once"], /--run-once needs --server/],
  ["a relay that is none", ["--server", "http://127.0.0.1:1", "--relay", "http://x"], /not a relay address/],
  ["a plain relay beside an https server", ["--server", "https://127.0.0.1:1", "--relay", "ws://x"], /unencrypted/],
];

test.each(MISTAKES)("answers %s with one line and an exit code, and writes nothing", async (_, flags, line) => {
  const home = newHome();
  const { exitCode, lines } = await outcome(home, flags);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
  expect(exitCode).not.toBe(EXIT.ok);
  expect(left(home)).toEqual([]);
});

test("refuses to run with the check of certificates turned off", async () => {
  const { exitCode, lines } = await outcome(newHome(), ["--server", "https://x"], {
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  });
  expect(exitCode).not.toBe(EXIT.ok);
  expect(lines.at(-1)).toContain("NODE_TLS_REJECT_UNAUTHORIZED");
});

test("enrolls with a token, goes online, and keeps everything but the token, for its owner only", async () => {
  const [home, server] = [newHome(), newServer()];
  const agent = start(home, ["--server", `${server.url}/`, "--enroll", GOOD_TOKEN, "--name", "till 3", "--attended"]);
  await agent.log.waitFor(/online at/);
  const text = readFileSync(configPath(home), "utf8");
  expect(JSON.parse(text)).toEqual({
    attended: true,
    server: server.url,
    relay_url: `${server.url.replace("http", "ws")}/ws/agent`,
    machine_id: MACHINE_ID,
    access_key: ACCESS_KEY,
    update_public_key: "cHVibGlj",
  });
  expect(text).not.toContain(GOOD_TOKEN);
  expect(statSync(configPath(home)).mode & 0o777).toBe(0o600);
  expect(server.calls[0]?.body).toMatchObject({ enrollment_token: GOOD_TOKEN, name: "till 3", os: "linux" });
  const upgrade = server.upgrades[0];
  expect(upgrade?.get("authorization")).toBe(`Bearer ${ACCESS_KEY}`);
  expect(upgrade?.get("x-machine-id")).toBe(MACHINE_ID);
  expect(upgrade?.get("x-remotelink-protocol")).toBe("1");
  expect(upgrade?.get("x-remotelink-attended")).toBe("1");
});

test.each([
  ["the environment", [], { REMOTELINK_TOKEN: GOOD_TOKEN }],
  ["a file", ["--token-file", "token.txt"], {}],
] as const)("takes the token from %s", async (_, flags, env) => {
  const [home, server] = [newHome(), newServer()];
  writeFileSync(join(home, "token.txt"), `${GOOD_TOKEN}\n`);
  await start(home, ["--server", server.url, ...flags], env).log.waitFor(/online at/);
  expect(server.calls[0]?.body.enrollment_token).toBe(GOOD_TOKEN);
});

test("starts again without flags, without asking the server to register", async () => {
  const [home, server] = [newHome(), newServer()];
  const first = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  await first.log.waitFor(/online at/);
  first.kill();
  await first.exited;
  await start(home, []).log.waitFor(/online at/);
  expect(server.calls.filter((call) => call.path.endsWith("/register"))).toHaveLength(1);
});

test("enrolled again at the same server it stays the same machine and spends no token", async () => {
  const [home, server] = [newHome(), newServer()];
  for (const token of [GOOD_TOKEN, "rle_another"]) {
    const agent = start(home, ["--server", server.url, "--enroll", token]);
    await agent.log.waitFor(/online at/);
    agent.kill();
    await agent.exited;
  }
  const registrations = server.calls.filter((call) => call.path.endsWith("/register"));
  expect(registrations).toHaveLength(2);
  expect(registrations[1]?.body).toMatchObject({ machine_id: MACHINE_ID, access_key: ACCESS_KEY });
  expect(registrations[1]?.body).not.toHaveProperty("enrollment_token");
});

test("a token that is not accepted: one line, exit code, nothing written", async () => {
  const [home, server] = [newHome(), newServer()];
  const { exitCode, lines } = await outcome(home, ["--server", server.url, "--enroll", "rle_wrong"]);
  expect(exitCode).toBe(EXIT.notAccepted);
  expect(lines).toEqual([expect.stringContaining("does not accept this enrollment token")]);
  expect(left(home)).toEqual([]);
});

test("a server that wants a token says so when none was given", async () => {
  const server = newServer({ register: () => refusal(403, "forbidden", "a token is needed") });
  const { exitCode, lines } = await outcome(newHome(), ["--server", server.url]);
  expect(exitCode).toBe(EXIT.notAccepted);
  expect(lines).toEqual([expect.stringContaining("--enroll")]);
});

test("a server that is down: a few seconds of trying, then one line", async () => {
  const home = newHome();
  const { exitCode, lines } = await outcome(home, ["--server", "http://127.0.0.1:1", "--enroll", GOOD_TOKEN]);
  expect(exitCode).toBe(EXIT.failure);
  expect(lines).toEqual([expect.stringContaining("http://127.0.0.1:1 cannot be reached")]);
  expect(left(home)).toEqual([]);
}, 20_000);

test.each([
  ["a web page", () => new Response("<h1>Welcome</h1>", { headers: { "content-type": "text/html" } })],
  ["a missing page", () => new Response("<h1>404</h1>", { status: 404 })],
  ["a redirect", () => Response.redirect("https://elsewhere.example/api/agent/register", 302)],
  ["an answer of another form", () => Response.json({ hello: "world" })],
])("%s instead of a RemoteLink server: one line that says so", async (_, answer) => {
  const [home, server] = [newHome(), newServer({ register: answer })];
  const { exitCode, lines } = await outcome(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  expect(exitCode).toBe(EXIT.failure);
  expect(lines).toEqual([expect.stringContaining("does not answer as a RemoteLink server")]);
  expect(left(home)).toEqual([]);
});

test.each([
  ["is not JSON", "{"],
  ["lacks the key", JSON.stringify({ server: "http://x", machine_id: MACHINE_ID })],
  [
    "names a plain relay for an https server",
    JSON.stringify({
      server: "https://x",
      relay_url: "ws://x/ws/agent",
      machine_id: MACHINE_ID,
      access_key: ACCESS_KEY,
      update_public_key: "",
    }),
  ],
])("a config that %s: one line that says what to do, and the file stays as it is", async (_, text) => {
  const home = newHome();
  mkdirSync(join(home, "agent"));
  writeFileSync(configPath(home), text);
  const { exitCode, lines } = await outcome(home, []);
  expect(exitCode).toBe(EXIT.badConfig);
  expect(lines).toEqual([expect.stringMatching(/is broken .*delete it and enroll again/)]);
  expect(readFileSync(configPath(home), "utf8")).toBe(text);
});

test("a second agent on the same config is refused while the first goes on", async () => {
  const [home, server] = [newHome(), newServer()];
  const first = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  await first.log.waitFor(/online at/);
  const { exitCode, lines } = await outcome(home, []);
  expect(exitCode).toBe(EXIT.alreadyRunning);
  expect(lines).toEqual([expect.stringContaining("already running")]);
  expect(server.upgrades).toHaveLength(1);
});

test("a config that cannot be written is told before a token is spent", async () => {
  const [home, server] = [newHome(), newServer()];
  writeFileSync(join(home, "agent"), "a file where a directory is needed");
  const { exitCode, lines } = await outcome(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  expect(exitCode).toBe(EXIT.badConfig);
  expect(lines).toHaveLength(1);
  expect(server.calls).toEqual([]);
});

test("replaced by another agent of this machine it ends and says so", async () => {
  const [home, server] = [newHome(), newServer()];
  const agent = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  await agent.log.waitFor(/online at/);
  server.hangUp(4409);
  expect(await agent.exited).toBe(EXIT.replaced);
  expect(agent.log.text()).toContain("another agent connected");
});

test.each([
  ["by a close code", {}, 4401],
  ["at the upgrade", { upgrade: () => new Response("", { status: 401 }) }, null],
])("a key that is refused %s: says to enroll again and keeps the config", async (_, behaviour, closeCode) => {
  const [home, server] = [newHome(), newServer(behaviour)];
  const agent = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  if (closeCode !== null) {
    await agent.log.waitFor(/online at/);
    server.hangUp(closeCode);
  }
  expect(await agent.exited).toBe(EXIT.notAccepted);
  expect(agent.log.text()).toContain("enroll it again");
  expect(left(home)).toEqual(["agent.json"]);
});

test("comes back by itself when the server restarts", async () => {
  const [home, server] = [newHome(), newServer()];
  const agent = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  await agent.log.waitFor(/online at/);
  server.hangUp(1012);
  await server.connected(2);
  agent.kill();
  expect(await agent.exited).toBe(EXIT.ok);
});

test.each([
  ["without flags", []],
  ["with the flags of its enrollment", ["--enroll", GOOD_TOKEN]],
])("an enrolled agent started %s waits for a server that is down", async (_, flags) => {
  const home = newHome();
  const server = newServer();
  const first = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN]);
  await first.log.waitFor(/online at/);
  first.kill();
  await first.exited;
  await server.stop();
  const agent = start(home, ["-v", "--server", server.url, ...flags]);
  await agent.log.waitFor(/trying again in/);
  agent.kill();
  expect(await agent.exited).toBe(EXIT.ok);
});

test("--run-once shows the code, takes one session, ends with it, and leaves no file", async () => {
  const [home, server] = [newHome(), newServer()];
  const agent = start(home, ["--server", server.url, "--enroll", GOOD_TOKEN, "--run-once"]);
  await agent.log.waitFor(/Session code: ABC234/);
  const session_id = "0198a1b2-0000-7000-8000-0000000000bb";
  const settings = { stream: 1, codecs: ["tiles"], max_fps: 30, jpeg_fps: 4 };
  server.say({ type: "start_stream", session_id, ...settings });
  await server.heard("stream_state");
  server.say({ type: "start_stream", session_id: "0198a1b2-0000-7000-8000-0000000000cc", ...settings, stream: 2 });
  expect(await server.heard("error")).toMatchObject({ code: "busy" });
  server.say({ type: "session_ended", session_id });
  expect(await agent.exited).toBe(EXIT.ok);
  expect(left(home)).toEqual([]);
});
