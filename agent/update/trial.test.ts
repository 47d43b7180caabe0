import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { waitUntil } from "../../test/fakes/wait-until.ts";
import { HEALTHY_AFTER_MS, runTrial, TRIAL_VARIABLE, takeTrialMark, tryOut } from "./trial.ts";

const directory = mkdtempSync(join(tmpdir(), "remotelink-trial-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function program(script: string): string {
  const path = join(directory, `${Bun.randomUUIDv7()}.sh`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

function start(script: string, stopped = new AbortController().signal) {
  const clock = new ManualClock();
  return { clock, end: tryOut({ program: program(script), args: [], env: {}, stopped, clock }) };
}

test("one that never becomes healthy is ended after four minutes", async () => {
  const { clock, end } = start("exec sleep 60");
  clock.advance(4 * 60_000);
  expect(await end).toEqual({ kind: "failed", reason: "it had no healthy connection within 4 minutes" });
});

test("one that has gone, or is no program, has failed", async () => {
  const nothing = { args: [], env: {}, stopped: new AbortController().signal, clock: new ManualClock() };
  const failed = { kind: "failed" as const, reason: expect.stringContaining("it cannot be started") };
  expect(await tryOut({ ...nothing, program: join(directory, "gone") })).toEqual(failed);
  writeFileSync(join(directory, "text"), "text", { mode: 0o644 });
  expect(await tryOut({ ...nothing, program: join(directory, "text") })).toEqual(failed);
});

test("the right exit code alone proves nothing", async () => {
  expect(await start("exit 10").end).toEqual({ kind: "failed", reason: "it ended while it was tried (exit code 10)" });
});

test("when the agent is told to end, so is the one that it tries", async () => {
  const stop = new AbortController();
  const { end } = start("exec sleep 60", stop.signal);
  stop.abort();
  expect(await end).toEqual({ kind: "stopped" });
});

test("one that does not listen is ended all the same, after five seconds", async () => {
  const stop = new AbortController();
  const mark = join(directory, "deaf");
  const { clock, end } = start(`trap "" TERM; touch ${mark}; while :; do sleep 0.1; done`, stop.signal);
  await waitUntil("it being deaf", async () => existsSync(mark) || null);
  stop.abort();
  clock.advance(5_000);
  expect(await end).toEqual({ kind: "stopped" });
});

test("is told by a variable that goes no further", () => {
  const env = { [TRIAL_VARIABLE]: "1", HOME: "/root" };
  const watcher = { send: () => true };
  expect([takeTrialMark(env, watcher), takeTrialMark(env, watcher), env]).toEqual([
    true,
    false,
    { HOME: "/root" } as typeof env,
  ]);
});

test("where nobody watches there is no trial: the mark alone is not enough", () => {
  const env = { [TRIAL_VARIABLE]: "1" };
  expect([takeTrialMark(env, { send: undefined }), env]).toEqual([false, {} as typeof env]);
});

/** The other side, with a watcher that is there, and what it was told. */
function onTrial(connected = true) {
  const clock = new ManualClock();
  const told: unknown[] = [];
  const send = (message: unknown) => told.push(message) > 0;
  const watcher = { connected, send, once: () => process, off: () => process };
  const ends: string[] = [];
  const trial = runTrial({
    clock,
    isIdle: () => true,
    passed: () => void ends.push("passed"),
    abandoned: () => void ends.push("abandoned"),
    watcher,
  });
  return { clock, trial, told, ends };
}

test("a connection alone is not healthy: it has to be told of updates, too", () => {
  const { clock, trial, told, ends } = onTrial();
  trial.online();
  clock.advance(HEALTHY_AFTER_MS);
  expect([told, ends]).toEqual([[], []]);
  trial.heard();
  trial.heard();
  expect([told, ends]).toEqual([["healthy"], ["passed"]]);
});

test("a connection that was lost begins its minute anew", () => {
  const { clock, trial, ends } = onTrial();
  trial.online();
  clock.advance(HEALTHY_AFTER_MS);
  trial.lost();
  trial.heard();
  trial.online();
  clock.advance(HEALTHY_AFTER_MS - 1);
  expect(ends).toEqual([]);
  clock.advance(1);
  expect(ends).toEqual(["passed"]);
});

test("whose watcher has gone before it began ends at once", () => {
  expect(onTrial(false).ends).toEqual(["abandoned"]);
});

test("no agent on trial outlives the one that watches it, whenever that is killed", async () => {
  const trial = JSON.stringify(new URL("./trial.ts", import.meta.url).pathname);
  const clock = JSON.stringify(new URL("../clock.ts", import.meta.url).pathname);
  for (const startsForMs of [0, 1_500]) {
    const pidFile = join(directory, `pid-${startsForMs}`);
    const child = join(directory, `child-${startsForMs}.ts`);
    const parent = join(directory, `parent-${startsForMs}.ts`);
    writeFileSync(
      child,
      `import { runTrial } from ${trial};
       import { systemClock } from ${clock};
       await Bun.write(${JSON.stringify(pidFile)}, String(process.pid));
       await Bun.sleep(${startsForMs});
       runTrial({ clock: systemClock, isIdle: () => true, passed() {}, abandoned: () => process.exit(1) });
       setInterval(() => {}, 1_000);`,
    );
    writeFileSync(
      parent,
      `import { tryOut } from ${trial};
       import { systemClock } from ${clock};
       const stopped = new AbortController().signal;
       await tryOut({ program: process.execPath, args: [${JSON.stringify(child)}], env: {}, stopped, clock: systemClock });`,
    );
    const watching = Bun.spawn([process.execPath, parent], { stdio: ["ignore", "ignore", "inherit"] });
    const pid = await waitUntil("the one on trial having started", async () => {
      const text = await Bun.file(pidFile)
        .text()
        .catch(() => "");
      return Number(text) || null;
    });
    if (startsForMs === 0) await Bun.sleep(300);
    watching.kill("SIGKILL");
    await waitUntil("the one on trial having ended", async () => !isAlive(pid) || null);
  }
});

function isAlive(pid: number): boolean {
  try {
    // A zombie has ended; nobody is left to ask for its exit code.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
