import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AgentUpdate, signedText } from "../../protocol/agent-update.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { waitUntil } from "../../test/fakes/wait-until.ts";
import { openFailedUpdates } from "./failed-update.ts";
import { createUpdater, type Prepared } from "./updater.ts";

const key = generateKeyPairSync("ed25519");
const publicKey = key.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
const SCRIPT = "#!/bin/sh\necho remotelink-agent 2.0.0\n";
const NOW = Date.parse("2030-01-01T00:00:00Z");
const ASKED_AT = "2030-01-01T00:00:01.000Z";

let server: Bun.Server<undefined>;
let isUp: boolean;
beforeAll(() => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => (isUp ? new Response(Bun.gzipSync(SCRIPT)) : new Response("starting", { status: 503 })),
  });
});
afterAll(() => server.stop(true));

let directory: string;
let closing: AbortController;
beforeEach(() => {
  isUp = true;
  closing = new AbortController();
  directory = mkdtempSync(join(tmpdir(), "remotelink-updater-"));
});
afterEach(() => {
  closing.abort();
  rmSync(directory, { recursive: true, force: true });
});

function offer(change: Partial<AgentUpdate> = {}): AgentUpdate {
  const facts = {
    version: "2.0.0",
    platform: "linux-x64",
    size: SCRIPT.length,
    sha256: new Bun.CryptoHasher("sha256").update(SCRIPT).digest("hex"),
    expires_at: "2030-01-02T00:00:00Z",
  };
  const signature = sign(null, signedText(facts), key.privateKey).toString("base64");
  return { ...facts, url: "/downloads/agent", signature, ...change };
}

function start() {
  const clock = new ManualClock();
  const current = join(directory, "agent");
  const slots = { current, next: `${current}.next`, previous: `${current}.previous` };
  const log = { info() {}, warn() {}, detail() {} };
  const ready: Prepared[] = [];
  const state = { isIdle: true, nowMs: NOW };
  const updater = createUpdater({
    slots,
    server: server.url.origin,
    own: () => ({ publicKey, version: "1.0.0", platform: "linux-x64", nowMs: state.nowMs }),
    failed: openFailedUpdates(`${current}.json`, { version: "1.0.0", nowMs: () => state.nowMs, log }),
    isIdle: () => state.isIdle,
    ready: (prepared) => void ready.push(prepared),
    changed() {},
    closed: closing.signal,
    clock,
    log,
    random: () => 0.5,
  });
  return { clock, slots, ready, state, updater };
}
const taken = (ready: Prepared[]) => waitUntil("it lying ready", async () => ready[0] ?? null);

test("it waits for a quiet moment of the network, and for who asks it waits no longer", async () => {
  const { slots, ready, updater } = start();
  updater.offer(offer());
  await Bun.sleep(50);
  expect([ready, existsSync(slots.next)]).toEqual([[], false]);
  updater.offer(offer({ asked_at: ASKED_AT }));
  expect(await taken(ready)).toMatchObject({ version: "2.0.0" });
});

test("it waits until nobody uses the machine", async () => {
  const { clock, slots, ready, state, updater } = start();
  state.isIdle = false;
  updater.offer(offer({ asked_at: ASKED_AT }));
  clock.advance(0);
  await waitUntil("it being fetched", async () => existsSync(slots.next) || null);
  await Bun.sleep(100);
  clock.advance(60_000);
  await Bun.sleep(20);
  expect(ready).toEqual([]);
  state.isIdle = true;
  await waitUntil("it lying ready", async () => {
    clock.advance(2_000);
    return ready[0] ?? null;
  });
});

test("a server that was starting is asked again, without anybody's word, after an hour", async () => {
  const { clock, ready, state, updater } = start();
  isUp = false;
  updater.offer(offer({ asked_at: ASKED_AT }));
  clock.advance(0);
  expect(await waitUntil("its failure", async () => updater.failure())).toMatchObject({
    reason: "the download failed: HTTP 503",
  });
  isUp = true;
  state.nowMs += 60 * 60_000;
  await Bun.sleep(10);
  updater.offer(offer({ asked_at: ASKED_AT }));
  clock.advance(0);
  await taken(ready);
});

test("what was wrong with an earlier offer is not told once a good one came", async () => {
  const { clock, ready, updater } = start();
  updater.offer(offer({ signature: "" }));
  expect(updater.failure()?.reason).toContain("its signature is not");
  await Bun.sleep(10);
  updater.offer(offer({ asked_at: ASKED_AT }));
  expect(updater.failure()).toBeNull();
  clock.advance(0);
  await taken(ready);
});
