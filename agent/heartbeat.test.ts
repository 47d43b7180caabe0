import { expect, test } from "bun:test";
import { type HeartbeatRequest, heartbeatRequest } from "../protocol/rest/agent.ts";
import { ManualClock } from "../test/fakes/manual-clock.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { takeInventory } from "./inventory.ts";

const log = { info() {}, warn() {}, detail() {} };

async function pass(clock: ManualClock, minutes: number): Promise<void> {
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  await settle();
  for (let minute = 0; minute < minutes; minute++) {
    clock.advance(60_000);
    await settle();
  }
}

test("sends everything at once, then nothing until something changes or ten minutes have passed", async () => {
  const clock = new ManualClock();
  const sent: HeartbeatRequest[] = [];
  let inventory: HeartbeatRequest = { agent_version: "1.0.0", hostname: "web-01" };
  const heartbeat = startHeartbeat({
    send: async (request) => void sent.push(request),
    takeInventory: () => inventory,
    log,
    clock,
  });
  await pass(clock, 9);
  expect(sent).toEqual([inventory]);
  await pass(clock, 1);
  expect(sent.at(-1)).toEqual({ agent_version: "1.0.0" });
  inventory = { ...inventory, logged_in_user: "ada" };
  await pass(clock, 1);
  expect(sent.at(-1)).toEqual(inventory);
  heartbeat.stop();
  await pass(clock, 60);
  expect(sent).toHaveLength(3);
});

test("asks at once when somebody waits for an update, also while it is asking", async () => {
  const clock = new ManualClock();
  const sent: HeartbeatRequest[] = [];
  const heartbeat = startHeartbeat({
    send: async (request) => void sent.push(request),
    takeInventory: () => ({ agent_version: "1.0.0" }),
    log,
    clock,
  });
  heartbeat.beatNow();
  await pass(clock, 1);
  expect(sent).toHaveLength(2);
  heartbeat.beatNow();
  await pass(clock, 0);
  expect(sent).toHaveLength(3);
});

test("tries again a minute after a failure", async () => {
  const clock = new ManualClock();
  let tries = 0;
  const send = async () => {
    tries++;
    throw new Error("503");
  };
  startHeartbeat({ send, takeInventory: () => ({ agent_version: "1.0.0" }), log, clock });
  await pass(clock, 3);
  expect(tries).toBe(4);
});

test("this machine's inventory is one that the server takes, and the same a moment later", () => {
  const inventory = takeInventory();
  expect(heartbeatRequest.parse(inventory)).toEqual(inventory);
  expect(takeInventory()).toEqual(inventory);
});
