/** Scripts and terminals of the real agent, spoken to as a relay does; no display is needed for either. */
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PERMISSIONS } from "../../protocol/permissions.ts";
import { type AgentSideServer, GOOD_TOKEN, SESSION_ID, startAgentSideServer } from "../fakes/agent-side-server.ts";
import { followLog } from "../fakes/process-log.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));

setDefaultTimeout(30_000);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type World = { server: AgentSideServer; home: string; say(message: Record<string, unknown>): void };

async function startAgent(): Promise<World> {
  const home = mkdtempSync(join(tmpdir(), "remotelink-commands-"));
  cleanups.push(() => rmSync(home, { recursive: true, force: true }));
  const server = startAgentSideServer();
  cleanups.push(() => server.stop());
  const config = ["--config", join(home, "agent.json"), "--server", server.url, "--enroll", GOOD_TOKEN];
  const agent = Bun.spawn([process.execPath, MAIN, ...config], {
    env: { PATH: process.env.PATH ?? "", HOME: home, REMOTELINK_SECRET: "not for children" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  cleanups.push(async () => {
    agent.kill();
    await agent.exited;
  });
  await followLog("agent", agent).waitFor(/online at/);
  const say: World["say"] = (message) =>
    server.say({ session_id: SESSION_ID, viewer_id: "v1", permissions: PERMISSIONS, elevated: true, ...message });
  server.say({ type: "start_stream", session_id: SESSION_ID, stream: 1, codecs: ["tiles"], max_fps: 30, jpeg_fps: 4 });
  return { server, home, say };
}

/** What a run or a terminal has said so far. */
function textOf({ server }: World, id: string): string {
  return server.said
    .filter((message) => message.run_id === id || message.terminal_id === id)
    .map(({ data }) => data ?? "")
    .join("");
}

const exitOf = ({ server }: World, id: string) =>
  waitUntil(`the end of ${id}`, () =>
    server.said.find(
      ({ type, run_id, terminal_id }) =>
        (type === "script_exit" && run_id === id) || (type === "terminal_exit" && terminal_id === id),
    ),
  );

describe("a script", () => {
  test("runs with its parameters, and both its streams and its exit code are told", async () => {
    const world = await startAgent();
    const script = 'echo "hello $NAME"; echo problem >&2; env; exit 7';
    world.say({ type: "exec_script", run_id: "r1", shell: "bash", script, parameters: { NAME: "a b; $(id)" } });
    expect(await exitOf(world, "r1")).toMatchObject({ exit_code: 7, truncated: false, session_id: SESSION_ID });
    expect(textOf(world, "r1")).toContain("hello a b; $(id)\n");
    expect(textOf(world, "r1")).not.toContain("not for children");
    const problem = world.server.said.find(({ stream }) => stream === "stderr");
    expect(problem?.data).toBe("problem\n");
  });

  test("is run once for each run_id", async () => {
    const world = await startAgent();
    const file = join(world.home, "count");
    const run = { type: "exec_script", run_id: "once", shell: "sh", script: `echo x >> ${file}` };
    world.say(run);
    await exitOf(world, "once");
    world.say(run);
    expect(await world.server.heard("error")).toMatchObject({ code: "conflict" });
    expect(readFileSync(file, "utf8")).toBe("x\n");
  });

  test("is stopped with everything that it started", async () => {
    const world = await startAgent();
    const file = join(world.home, "child");
    const script = `(trap '' HUP; sh -c 'echo $$ > ${file}; exec sleep 600') & echo started; wait`;
    world.say({ type: "exec_script", run_id: "r1", shell: "bash", script });
    const child = Number(await waitUntil("the child", () => existsSync(file) && readFileSync(file, "utf8").trim()));
    world.say({ type: "stop_script", run_id: "r1" });
    expect(await exitOf(world, "r1")).toMatchObject({ exit_code: null, reason: "stopped" });
    await waitUntil("the child's end", () => !existsSync(`/proc/${child}`));
  });

  test("that is the administrator's is stopped by nobody who may not be that", async () => {
    const world = await startAgent();
    world.say({ type: "exec_script", run_id: "root", shell: "sh", script: "echo begun; sleep 600" });
    await waitUntil("its beginning", () => textOf(world, "root").includes("begun"));
    const permissions = PERMISSIONS.filter((one) => one !== "elevated");
    world.say({ type: "stop_script", run_id: "root", viewer_id: "v2", permissions });
    await waitUntil("a refusal", () => world.server.said.some(({ code }) => code === "forbidden"));
    expect(world.server.said.some(({ type }) => type === "script_exit")).toBe(false);
    world.say({ type: "stop_script", run_id: "root" });
    expect(await exitOf(world, "root")).toMatchObject({ reason: "stopped" });
  });

  test("that takes longer than it may is ended", async () => {
    const world = await startAgent();
    world.say({ type: "exec_script", run_id: "r1", shell: "sh", script: "sleep 600", timeout_s: 1 });
    expect(await exitOf(world, "r1")).toMatchObject({ exit_code: null, reason: "timed_out" });
  });

  test("that floods is cut at its bound, and runs to its end", async () => {
    const world = await startAgent();
    const script = "head -c 12000000 /dev/zero | tr '\\0' x; exit 3";
    world.say({ type: "exec_script", run_id: "r1", shell: "sh", script });
    expect(await exitOf(world, "r1")).toMatchObject({ exit_code: 3, truncated: true });
    expect(textOf(world, "r1")).toHaveLength(10 * 1024 * 1024);
  });

  test("tells what a viewer missed, from where it stopped hearing", async () => {
    const world = await startAgent();
    world.say({ type: "exec_script", run_id: "r1", shell: "sh", script: "printf 0123456789" });
    await exitOf(world, "r1");
    // Where this computer has a desktop, the agent tells of that, too.
    const ofScript = () => world.server.said.filter(({ type }) => String(type).startsWith("script_"));
    const before = ofScript().length;
    world.say({ type: "script_attach", run_id: "r1", offset: 4 });
    await waitUntil("both messages", () => ofScript().length >= before + 2);
    expect(ofScript().slice(before)).toMatchObject([
      { type: "script_output", data: "456789", offset: 4 },
      { type: "script_exit", exit_code: 0 },
    ]);
  });

  test("for a shell that is not there says so", async () => {
    const world = await startAgent();
    world.say({ type: "exec_script", run_id: "r1", shell: "cmd", script: "dir" });
    expect(await exitOf(world, "r1")).toMatchObject({ reason: "not_started", message: expect.stringContaining("cmd") });
  });

  test("without the permission, or as administrator without that one, is refused", async () => {
    const world = await startAgent();
    const run = { type: "exec_script", shell: "sh", script: `touch ${join(world.home, "ran")}` };
    world.say({ ...run, run_id: "a", permissions: ["view", "control"], elevated: false });
    expect(await world.server.heard("error")).toMatchObject({ code: "forbidden" });
    world.say({ ...run, run_id: "b", permissions: ["view", "scripts"] });
    await waitUntil("both refusals", () => world.server.said.filter(({ code }) => code === "forbidden").length === 2);
    expect(existsSync(join(world.home, "ran"))).toBe(false);
  });
});

describe("a terminal", () => {
  const open = { type: "terminal_open", terminal_id: "t1", columns: 80, rows: 24 };
  const type = (world: World, data: string) => world.say({ type: "terminal_input", terminal_id: "t1", data });
  const shows = (world: World, text: string | RegExp) =>
    waitUntil(`"${text}" in the terminal`, () =>
      typeof text === "string" ? textOf(world, "t1").includes(text) : text.test(textOf(world, "t1")),
    );

  test("that is the administrator's takes nothing of a viewer who may not be that", async () => {
    const world = await startAgent();
    world.say({ ...open, elevated: true });
    type(world, "echo begun-$((40+2))\n");
    await shows(world, "begun-42");
    const permissions = PERMISSIONS.filter((one) => one !== "elevated");
    const other = { viewer_id: "v2", permissions, elevated: false };
    world.say({ type: "terminal_input", terminal_id: "t1", data: `touch ${world.home}/pwned\n`, ...other });
    world.say({ ...open, ...other });
    world.say({ type: "terminal_close", terminal_id: "t1", ...other });
    await waitUntil("three refusals", () => world.server.said.filter(({ code }) => code === "forbidden").length === 3);
    type(world, "echo still-$((40+3))\n");
    await shows(world, "still-43");
    expect(existsSync(join(world.home, "pwned"))).toBe(false);
  });

  test("is a real one: size, signals, characters of all kinds, and its exit code", async () => {
    const world = await startAgent();
    world.say(open);
    type(world, "stty size\r");
    await shows(world, "24 80");
    world.say({ type: "terminal_resize", terminal_id: "t1", columns: 132, rows: 43 });
    type(world, "stty size; printf '<%s>' '漢字 é 😀'\r");
    await shows(world, "43 132");
    await shows(world, "<漢字 é 😀>");
    type(world, "echo asleep-$((1+1)); sleep 600\r");
    await shows(world, "asleep-2");
    type(world, "\x03");
    // What is typed before the prompt is back may be thrown away with the interrupt (termios(3), NOFLSH).
    await shows(world, /\^C[\s\S]*[#$] /);
    type(world, "echo after-$((1+1))\r");
    await shows(world, "after-2");
    type(world, "exit 5\r");
    expect(await exitOf(world, "t1")).toMatchObject({ exit_code: 5 });
  });

  test("is the same one for a viewer that comes back, with what it showed", async () => {
    const world = await startAgent();
    world.say(open);
    type(world, "here=kept\r");
    type(world, "echo first-$here\r");
    await shows(world, "first-kept");
    world.server.hangUp(1012);
    await world.server.connected(2);
    const before = world.server.said.length;
    world.server.say({
      type: "start_stream",
      session_id: SESSION_ID,
      stream: 2,
      codecs: ["tiles"],
      max_fps: 30,
      jpeg_fps: 4,
    });
    world.say({ ...open, columns: 100 });
    const replayed = () =>
      world.server.said
        .slice(before)
        .map(({ data }) => data ?? "")
        .join("");
    await waitUntil("what it showed", () => replayed().includes("first-kept"));
    expect(replayed().startsWith("\x1bc")).toBe(true);
    type(world, "echo again-$here; stty size\r");
    await waitUntil("the same shell", () => replayed().includes("again-kept") && replayed().includes("24 100"));
  });

  test("that floods waits for the viewer, and goes on when it has shown what it got", async () => {
    const world = await startAgent();
    world.say(open);
    await shows(world, /[$#] /);
    type(world, "yes | head -c 3000000; echo the-end-$((40+2))\r");
    await waitUntil("a full window", () => textOf(world, "t1").length >= 256 * 1024);
    let shown = 0;
    await waitUntil("all of it", () => {
      const { length } = textOf(world, "t1");
      expect(length - shown).toBeLessThanOrEqual(256 * 1024);
      if (length > shown) world.say({ type: "terminal_ack", terminal_id: "t1", characters: length - shown });
      shown = length;
      return textOf(world, "t1").includes("the-end-42");
    });
  });

  test("takes a paste of megabytes whole", async () => {
    const world = await startAgent();
    const file = join(world.home, "pasted");
    world.say(open);
    await shows(world, /[$#] /);
    type(world, `stty raw -echo; echo ready-$((1+1)); head -c 2000000 > ${file}; stty sane; echo written-$((1+1))\r`);
    await shows(world, "ready-2");
    const text = Array.from({ length: 2_000_000 / 10 }, (_, at) => String(at).padStart(10, "0")).join("");
    for (let at = 0; at < text.length; at += 32_768) type(world, text.slice(at, at + 32_768));
    await shows(world, "written-2");
    expect(readFileSync(file, "utf8") === text).toBe(true);
  });

  test("ends with its session, and what ran in it too", async () => {
    const world = await startAgent();
    world.say(open);
    const file = join(world.home, "pid");
    type(world, `sh -c 'echo $$ > ${file}; exec sleep 600'\r`);
    const pid = await waitUntil("the program", () => existsSync(file) && readFileSync(file, "utf8").trim());
    world.server.say({ type: "session_ended", session_id: SESSION_ID, reason: "test" });
    await waitUntil("its end", () => !existsSync(`/proc/${pid}`));
  });
});
