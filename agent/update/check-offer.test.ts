import { expect, test } from "bun:test";
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type AgentUpdate, signedText } from "../../protocol/agent-update.ts";
import { checkOffer, type Own } from "./check-offer.ts";

const server = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");
const rawPublic = (key: KeyObject) => key.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");

const NOW = Date.parse("2030-01-01T00:00:00Z");
const own: Own = { publicKey: rawPublic(server.publicKey), version: "1.2.3", platform: "linux-x64", nowMs: NOW };
const described = {
  version: "1.10.0",
  platform: "linux-x64",
  size: 1_000,
  sha256: "ab".repeat(32),
  expires_at: "2030-01-02T00:00:00Z",
};

function signed(change: Partial<typeof described> = {}, key = server.privateKey): AgentUpdate {
  const facts = { ...described, ...change };
  const signature = sign(null, signedText(facts), key).toString("base64");
  return { ...facts, url: "https://elsewhere.example/downloads/remotelink-agent-linux", signature };
}

test("what the pinned key signed, newer and for this platform, is taken; of its address only the path", () => {
  expect(checkOffer(signed(), own)).toEqual({
    version: "1.10.0",
    size: 1_000,
    sha256: described.sha256,
    asked_at: undefined,
    path: "/downloads/remotelink-agent-linux",
  });
});

test("what another key signed is not", () => {
  expect(() => checkOffer(signed({}, stranger.privateKey), own)).toThrow("its signature is not by the key");
  expect(() => checkOffer({ ...signed(), signature: "" }, own)).toThrow("its signature is not by the key");
  expect(() => checkOffer(signed(), { ...own, publicKey: "cHVibGlj" })).toThrow("its signature is not by the key");
});

test.each([
  ["version", "9.9.9"],
  ["sha256", "cd".repeat(32)],
  ["size", 999],
  ["platform", "linux-arm64"],
  ["expires_at", "2031-01-01T00:00:00Z"],
])("a changed %s is not what was signed", (name, value) => {
  expect(() => checkOffer({ ...signed(), [name]: value }, own)).toThrow("its signature is not by the key");
});

test.each([
  [{ version: "1.2.2" }, "is not newer"],
  [{ version: "1.2.3" }, "is not newer"],
  [{ version: "latest" }, "is not newer"],
  [{ platform: "linux-arm64" }, "it is for linux-arm64"],
  [{ expires_at: "2029-12-31T23:59:59Z" }, "has expired"],
  [{ size: 500 * 1024 * 1024 }, "no agent has that size"],
  [{ size: 0 }, "no agent has that size"],
  [{ sha256: "../../etc" }, "its SHA-256 is none"],
])("%j is refused though it is signed", (change, why) => {
  expect(() => checkOffer(signed(change), own)).toThrow(why);
});

test.each([
  ["//elsewhere.example/agent", "/agent"],
  ["agent?at=https://elsewhere.example/#x", "/agent"],
  ["/a/../../b%2f..", "/b%2f.."],
])("of the address %p only the path %p is taken", (url, path) => {
  expect(checkOffer({ ...signed(), url }, own).path).toBe(path);
});

test.each(["x:@elsewhere.example/agent", "x:.elsewhere.example/agent", "data:9/agent", "http://["])(
  "an address that would lead to another server, or nowhere, is refused: %p",
  (url) => expect(() => checkOffer({ ...signed(), url }, own)).toThrow("names no address"),
);

test("an offer without what was to be signed is refused", () => {
  expect(() => checkOffer({ ...signed(), expires_at: undefined }, own)).toThrow("not complete");
});
