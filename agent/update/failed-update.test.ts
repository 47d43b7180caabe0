import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFailedUpdates } from "./failed-update.ts";

const directory = mkdtempSync(join(tmpdir(), "remotelink-failed-update-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const HOUR_MS = 60 * 60_000;
const update = { version: "2.0.0", sha256: "ab".repeat(32), size: 1, path: "/downloads/agent" };
const asked = { ...update, asked_at: "2030-01-01T00:00:00.000Z" };

function at(name: string) {
  const config = join(directory, name);
  const time = { nowMs: Date.parse("2030-01-01T00:00:00Z") };
  const warned: string[] = [];
  const open = (version = "1.0.0") =>
    openFailedUpdates(config, { version, nowMs: () => time.nowMs, log: { warn: (text) => void warned.push(text) } });
  return { config, time, warned, open };
}

test("what failed is not tried again for a day, also after a restart, unless somebody asks for it", () => {
  const { config, time, open } = at("agent.json");
  open().note(update, "tried", "it ended while it was tried");
  const failed = open();
  expect(failed.latest()).toEqual({ version: "2.0.0", reason: "it ended while it was tried" });
  expect(statSync(`${config}.failed-update`).mode & 0o777).toBe(0o600);
  expect(failed.isRefused(update)).toBe(true);
  expect(failed.isRefused({ ...update, sha256: "cd".repeat(32) })).toBe(false);
  expect(failed.isRefused(asked)).toBe(false);
  time.nowMs += 24 * HOUR_MS;
  expect(failed.isRefused(update)).toBe(false);
});

test.each([-2, 2])("who asked is answered once, with this machine's clock %p hours off the server's", (hours) => {
  const { time, open } = at(`clock-${hours}.json`);
  time.nowMs += hours * HOUR_MS;
  open().note(asked, "tried", "it ended while it was tried");
  expect(open().isRefused(asked)).toBe(true);
  expect(open().isRefused({ ...asked, asked_at: "2030-01-01T00:05:00.000Z" })).toBe(false);
});

test("a clock that was years ahead when it failed refuses nothing once it is right", () => {
  const { time, open } = at("ahead.json");
  time.nowMs += 70 * 365 * 24 * HOUR_MS;
  open().note(update, "tried", "it ended while it was tried");
  time.nowMs = Date.parse("2030-01-01T00:00:00Z");
  expect(open().isRefused(update)).toBe(false);
});

test("what did not get here is fetched again after an hour", () => {
  const { time, open } = at("fetched.json");
  open().note(update, "fetched", "the download failed: the connection was closed");
  time.nowMs += HOUR_MS - 1;
  expect(open().isRefused(update)).toBe(true);
  time.nowMs += 1;
  expect(open().isRefused(update)).toBe(false);
});

test("where it cannot be written down it is remembered, and the agent goes on", () => {
  const { warned, open } = at("no/such/folder/agent.json");
  const failed = open();
  failed.note(update, "fetched", "no space left on device");
  expect(failed.isRefused(update)).toBe(true);
  expect(failed.latest()?.reason).toBe("no space left on device");
  expect(warned).toEqual([expect.stringContaining("agent.json.failed-update")]);
});

test("what is installed by now has not failed", () => {
  const { open } = at("other.json");
  open("1.0.0").note(update, "tried", "no room");
  expect(open("2.0.0").latest()).toBeNull();
  expect(open("1.0.0").latest()).toBeNull();
});
