import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { TRIAL_VARIABLE, takeTrialMark, tryOut } from "./trial.ts";

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

test("the right exit code alone proves nothing", async () => {
  expect(await start("exit 10").end).toEqual({ kind: "failed", reason: "it ended while it was tried (exit code 10)" });
});

test("when the agent is told to end, so is the one that it tries", async () => {
  const stop = new AbortController();
  const { end } = start("exec sleep 60", stop.signal);
  stop.abort();
  expect(await end).toEqual({ kind: "stopped" });
});

test("is told by a variable that goes no further", () => {
  const env = { [TRIAL_VARIABLE]: "1", HOME: "/root" };
  expect([takeTrialMark(env), takeTrialMark(env), env]).toEqual([true, false, { HOME: "/root" } as typeof env]);
});
