import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgentReleases } from "./agent-releases.ts";

const directory = mkdtempSync(join(tmpdir(), "remotelink-agent-releases-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("whoever asks while the manifest is read is told the same", async () => {
  const file = { name: "remotelink-agent-linux", os: "linux", arch: "x64", size: 1, sha256: "ab".repeat(32) };
  writeFileSync(join(directory, "manifest.json"), JSON.stringify({ version: "2.0.0", files: [file] }));
  const releases = createAgentReleases(directory, () => {});
  const found = await Promise.all(Array.from({ length: 20 }, () => releases.find("linux-x64")));
  expect(found.map((release) => release?.version)).toEqual(Array(20).fill("2.0.0"));
});
