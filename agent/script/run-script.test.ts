import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { runScript, type ScriptEnd } from "./run-script.ts";

const before = process.env.TMPDIR;
const folder = mkdtempSync(join(tmpdir(), "remotelink-run-script-"));
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true, force: true });
});

function run(script: string): Promise<ScriptEnd> {
  const request = { script, shell: "sh", timeoutMs: 10_000, parameters: {}, isElevated: true } as const;
  return new Promise((ended) => {
    runScript(request, systemClock, { output: async () => {}, ended });
  });
}

test("a script leaves no file behind, and one that cannot be written has an end that says why", async () => {
  process.env.TMPDIR = folder;
  expect(await run("exit 3")).toEqual({ exitCode: 3 });
  expect(readdirSync(folder)).toEqual([]);
  process.env.TMPDIR = join(folder, "absent");
  expect(await run("exit 3")).toEqual({
    exitCode: null,
    reason: "not_started",
    message: expect.stringContaining("ENOENT"),
  });
});
