import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFailedUpdates } from "./failed-update.ts";
import { takeOver } from "./take-over.ts";

const directory = mkdtempSync(join(tmpdir(), "remotelink-take-over-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("one that passed but cannot be put in place is told of, and the old one goes on", async () => {
  const current = join(directory, "agent");
  const slots = { current, next: `${current}.next`, previous: `${current}.previous` };
  writeFileSync(current, "old");
  const passes = 'process.send("healthy"); setTimeout(() => process.exit(10), 100)';
  writeFileSync(slots.next, `#!/bin/sh\nexec "${process.execPath}" -e '${passes}'\n`, { mode: 0o755 });
  // Not a file: it cannot be replaced.
  mkdirSync(slots.previous);
  const log = { info() {}, warn() {}, detail() {} };
  const configPath = join(directory, "agent.json");
  const failed = openFailedUpdates(configPath, { version: "0.0.1", nowMs: Date.now, log });
  const prepared = { version: "2.0.0", sha256: "ab".repeat(32), asked_at: undefined };
  const { signal: stopped } = new AbortController();
  const end = await takeOver({ slots, prepared, failed, configPath, args: [], stopped, log });
  expect(end).toBeNull();
  expect(failed.latest()).toEqual({ version: "2.0.0", reason: expect.stringContaining("cannot be put in place") });
  expect([readFileSync(current, "utf8"), existsSync(slots.next)]).toEqual(["old", false]);
});
