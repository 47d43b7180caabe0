import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFailedUpdates } from "./failed-update.ts";

const directory = mkdtempSync(join(tmpdir(), "remotelink-failed-update-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const DAY_MS = 24 * 60 * 60_000;
const update = { version: "2.0.0", sha256: "ab".repeat(32), size: 1, path: "/downloads/agent" };

test("what failed is not tried again for a day, also after a restart, unless somebody asks for it", () => {
  const config = join(directory, "agent.json");
  let nowMs = Date.parse("2030-01-01T00:00:00Z");
  const open = () => openFailedUpdates(config, { version: "1.0.0", nowMs: () => nowMs });
  open().note(update, "it ended while it was tried");
  const failed = open();
  expect(failed.latest()).toEqual({ version: "2.0.0", reason: "it ended while it was tried" });
  expect(statSync(`${config}.failed-update`).mode & 0o777).toBe(0o600);
  expect(failed.isRefused(update)).toBe(true);
  expect(failed.isRefused({ ...update, sha256: "cd".repeat(32) })).toBe(false);
  expect(failed.isRefused({ ...update, asked_at: "2029-12-31T00:00:00Z" })).toBe(true);
  expect(failed.isRefused({ ...update, asked_at: "2030-01-01T00:00:01Z" })).toBe(false);
  nowMs += DAY_MS;
  expect(failed.isRefused(update)).toBe(false);
});

test("what is installed by now has not failed", () => {
  const config = join(directory, "other.json");
  const open = (version: string) => openFailedUpdates(config, { version, nowMs: Date.now });
  open("1.0.0").note(update, "no room");
  expect(open("2.0.0").latest()).toBeNull();
  expect(open("1.0.0").latest()).toBeNull();
});
