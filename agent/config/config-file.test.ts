import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FatalError } from "../exit.ts";
import { type AgentConfig, prepareConfigDirectory, readConfig, writeConfig } from "./config-file.ts";
import { lockConfig } from "./lock.ts";
import { parseRelayAddress, parseServerAddress } from "./server-address.ts";

const CONFIG: AgentConfig = {
  server: "https://help.example.com",
  relay_url: "wss://help.example.com/ws/agent",
  machine_id: "0198a1b2-0000-7000-8000-000000000001",
  access_key: "k".repeat(43),
  update_public_key: "cHVibGlj",
  attended: true,
};

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-config-"));
  path = join(directory, "etc", "agent.json");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("reads what it wrote, and leaves nothing else beside it", () => {
  prepareConfigDirectory(path);
  writeConfig(path, CONFIG);
  expect(readConfig(path)).toEqual(CONFIG);
  expect(readdirSync(join(directory, "etc"))).toEqual(["agent.json"]);
});

test("is readable by its owner only, also when it replaces one that was not", () => {
  prepareConfigDirectory(path);
  writeFileSync(path, "{}");
  chmodSync(path, 0o644);
  writeConfig(path, CONFIG);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, "etc")).mode & 0o777).toBe(0o700);
});

test("none is no fault", () => {
  expect(readConfig(path)).toBeNull();
});

test("never shows the key of a broken config", () => {
  prepareConfigDirectory(path);
  writeFileSync(path, JSON.stringify({ ...CONFIG, machine_id: "x" }));
  expect(() => readConfig(path)).toThrow(/machine_id/);
  try {
    readConfig(path);
  } catch (failure) {
    expect(String(failure)).not.toContain(CONFIG.access_key);
  }
});

test("a config whose relay is weaker than its server is refused", () => {
  prepareConfigDirectory(path);
  writeFileSync(path, JSON.stringify({ ...CONFIG, relay_url: "ws://help.example.com/ws/agent" }));
  expect(() => readConfig(path)).toThrow(FatalError);
});

test("only one holds the lock, and it is free again afterwards", () => {
  prepareConfigDirectory(path);
  const unlock = lockConfig(path);
  expect(() => lockConfig(path)).toThrow(/already running/);
  unlock();
  lockConfig(path)();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test.each([
  ["https://help.example.com/", "https://help.example.com"],
  ["http://192.168.1.5:3000", "http://192.168.1.5:3000"],
  ["HTTPS://Help.Example.com/support/", "https://help.example.com/support"],
  ["http://[::1]:3000", "http://[::1]:3000"],
])("the server address %s is %s", (text, address) => {
  expect(parseServerAddress(text)).toBe(address);
});

test.each([
  "help.example.com",
  "ftp://x",
  "file:///etc/passwd",
  "https://",
  "https://name:secret@x",
  "https://x/?token=1",
  "",
])("the server address %p is refused", (text) => {
  expect(() => parseServerAddress(text)).toThrow(FatalError);
});

test("a password in an address is not repeated", () => {
  expect(() => parseServerAddress("https://name:secret@x")).toThrow(/^(?!.*secret)/);
});

test("the relay may be safer than the server, never less safe", () => {
  expect(parseRelayAddress("wss://r/ws/agent", "http://s")).toBe("wss://r/ws/agent");
  expect(parseRelayAddress("ws://r/ws/agent", "http://s")).toBe("ws://r/ws/agent");
  expect(() => parseRelayAddress("ws://r/ws/agent", "https://s")).toThrow(/unencrypted/);
  expect(() => parseRelayAddress("https://r", "https://s")).toThrow(/not a relay address/);
});
