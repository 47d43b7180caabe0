import { beforeEach, expect, test } from "bun:test";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { Heartbeat } from "./heartbeat.ts";

let clock: ManualClock;
let pings: number;
let losses: number;
let heartbeat: Heartbeat;
beforeEach(() => {
  clock = new ManualClock();
  pings = 0;
  losses = 0;
  heartbeat = new Heartbeat(
    clock,
    () => pings++,
    () => losses++,
  );
  heartbeat.start();
});

test("pings at once, and at least every 5 s", () => {
  expect(pings).toBe(1);
  clock.advance(5_000);
  expect(pings).toBeGreaterThanOrEqual(2);
});

test("gives a connection up on which nothing was heard for 10 s", () => {
  clock.advance(9_900);
  expect(losses).toBe(0);
  clock.advance(2_100);
  expect(losses).toBe(1);
});

test("keeps one on which anything is heard", () => {
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    heartbeat.heard();
  }
  expect(losses).toBe(0);
});

test("does not take a late timer of a hidden page for a loss", () => {
  const late = { ...slowTimers(clock, 60_000) };
  const hidden = new Heartbeat(
    late,
    () => hidden.heard(),
    () => losses++,
  );
  heartbeat.stop();
  hidden.start();
  hidden.heard();
  clock.advance(300_000);
  expect(losses).toBe(0);
});

test("is silent once stopped", () => {
  heartbeat.stop();
  clock.advance(60_000);
  expect(pings).toBe(1);
  expect(losses).toBe(0);
});

function slowTimers(real: ManualClock, leastMs: number) {
  return {
    now: () => real.now(),
    isoTime: (inMs?: number) => real.isoTime(inMs),
    after: (delayMs: number, run: () => void) => real.after(Math.max(leastMs, delayMs), run),
  };
}
