import { expect, test } from "bun:test";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import { Pacing } from "./pacing.ts";

/** A viewer behind a link: what is sent arrives after the distance and the time its bytes take, one after the other. */
class Link {
  nowMs = 0;
  readonly pacing: Pacing;
  #bytesPerMs: number;
  readonly #rttMs: number;
  readonly #decodeMs: number;
  readonly #answers: { frame: number; atMs: number }[] = [];
  #freeAtMs = 0;
  #frame = 0;
  /** How old each frame was when it arrived, its own transfer included. */
  readonly agesMs: number[] = [];

  constructor(options: { bytesPerS: number; rttMs: number; decodeMs?: number; maxFps?: number }) {
    this.pacing = new Pacing(options.maxFps ?? 60);
    this.#bytesPerMs = options.bytesPerS / 1000;
    this.#rttMs = options.rttMs;
    this.#decodeMs = options.decodeMs ?? 0;
  }

  becomeSlow(bytesPerS: number): void {
    this.#bytesPerMs = bytesPerS / 1000;
  }

  send(bytes: number): void {
    this.pacing.noteSent(++this.#frame, bytes, this.nowMs);
    this.#freeAtMs = Math.max(this.#freeAtMs, this.nowMs) + bytes / this.#bytesPerMs;
    this.agesMs.push(this.#freeAtMs + this.#rttMs / 2 - this.nowMs);
    this.#answers.push({ frame: this.#frame, atMs: this.#freeAtMs + this.#rttMs + this.#decodeMs });
  }

  /** Lets time pass; a screen that always changes is sent whenever the pacing allows. */
  run(forMs: number, wholeScreenBytes: number): void {
    const endMs = this.nowMs + forMs;
    while (this.nowMs < endMs) {
      this.deliver();
      while (this.pacing.waitMs(this.nowMs) === 0) this.send(Math.min(wholeScreenBytes, this.pacing.budgetBytes()));
      this.nowMs++;
    }
  }

  deliver(): void {
    while (this.#answers[0] && this.#answers[0].atMs <= this.nowMs) {
      this.pacing.acknowledge(this.#answers[0].frame, this.#decodeMs, this.nowMs);
      this.#answers.shift();
    }
  }
}

test("two updates are on the way at once on a near link, and no third before an answer", () => {
  const pacing = new Pacing(60);
  pacing.noteSent(1, 100, 0);
  expect(pacing.waitMs(0)).toBe(0);
  pacing.noteSent(2, 100, 0);
  expect(pacing.waitMs(100)).toBe(Number.POSITIVE_INFINITY);
  pacing.acknowledge(1, 0, 101);
  expect(pacing.waitMs(101)).toBe(0);
});

test("an acknowledgement stands for all frames before it", () => {
  const pacing = new Pacing(60);
  pacing.noteSent(1, 100, 0);
  pacing.noteSent(2, 100, 20);
  pacing.acknowledge(2, 0, 30);
  expect(pacing.mayRefine(30)).toBe(true);
});

test("over a long way sharpening fills the way, and leaves no queue before what is live", () => {
  const pacing = new Pacing(60, { bytesPerS: 625_000, roundTripMs: 100 });
  pacing.noteSent(1, 30_000, 0);
  expect(pacing.mayRefine(1)).toBe(true);
  pacing.noteSent(2, 40_000, 1);
  expect(pacing.waitMs(20)).toBe(0);
  expect(pacing.mayRefine(20)).toBe(false);
});

test("the answer to an input goes beyond the window and before the cap", () => {
  const pacing = new Pacing(10);
  pacing.noteSent(1, 100, 0);
  pacing.noteSent(2, 100, 0);
  expect(pacing.waitMs(1)).toBe(Number.POSITIVE_INFINITY);
  expect(pacing.waitMs(1, true)).toBe(0);
  pacing.noteSent(3, 100, 1);
  pacing.noteSent(4, 100, 1);
  expect(pacing.waitMs(1, true)).toBe(Number.POSITIVE_INFINITY);
});

test("keeps to the frame cap, but delays no change after a rest", () => {
  const link = new Link({ bytesPerS: 1e9, rttMs: 1, maxFps: 20 });
  link.run(2_000, 1_000);
  expect(link.agesMs.length).toBeGreaterThan(36);
  expect(link.agesMs.length).toBeLessThan(44);
  link.nowMs += 500;
  link.deliver();
  expect(link.pacing.waitMs(link.nowMs)).toBe(0);
});

test("reaches full updates on a fast link within a few round trips", () => {
  const link = new Link({ bytesPerS: 100e6, rttMs: 1 });
  link.send(40);
  link.run(300, 300_000);
  expect(link.pacing.budgetBytes()).toBeGreaterThan(300_000);
  expect(link.pacing.budgetBytes()).toBeLessThanOrEqual(MAX_FRAME_BYTES / 2);
});

for (const { name, bytesPerS, rttMs } of [
  { name: "512 kbit/s and 200 ms", bytesPerS: 64_000, rttMs: 200 },
  { name: "2 Mbit/s and 80 ms", bytesPerS: 250_000, rttMs: 80 },
  { name: "20 Mbit/s and 40 ms", bytesPerS: 2_500_000, rttMs: 40 },
]) {
  test(`bounds the age of what is shown at ${name}, and uses the link`, () => {
    const link = new Link({ bytesPerS, rttMs });
    link.send(40);
    link.run(3_000, 400_000);
    link.agesMs.length = 0;
    const sentBefore = link.nowMs;
    link.run(10_000, 400_000);
    const worst = Math.max(...link.agesMs);
    // Half a round trip, one update of 200 ms, and 100 ms of queue; and what rounding to whole cells would add.
    expect(worst).toBeLessThan(rttMs / 2 + 200 + 100 + 60);
    expect(link.pacing.link.bytesPerS).toBeGreaterThan(bytesPerS * 0.7);
    expect(link.pacing.link.bytesPerS).toBeLessThan(bytesPerS * 1.4);
    expect(link.nowMs - sentBefore).toBe(10_000);
    expect(link.agesMs.length).toBeGreaterThan(30);
  });
}

test("a viewer that decodes slowly is no slow link", () => {
  const link = new Link({ bytesPerS: 50e6, rttMs: 2, decodeMs: 80 });
  link.send(40);
  link.run(3_000, 300_000);
  expect(link.pacing.link.bytesPerS).toBeGreaterThan(20e6);
});

test("follows a link that becomes slow within seconds", () => {
  const link = new Link({ bytesPerS: 20e6, rttMs: 10 });
  link.send(40);
  link.run(2_000, 400_000);
  link.becomeSlow(100_000);
  link.run(20_000, 400_000);
  expect(link.pacing.link.bytesPerS).toBeLessThan(150_000);
  expect(link.agesMs.at(-1)).toBeLessThan(400);
});

test("what is never acknowledged is given up after a while", () => {
  const pacing = new Pacing(60);
  pacing.noteSent(1, 100, 0);
  pacing.noteSent(2, 100, 0);
  expect(pacing.waitMs(9_999)).toBe(Number.POSITIVE_INFINITY);
  expect(pacing.lostAtMs).toBe(10_000);
  expect(pacing.waitMs(10_000)).toBe(0);
});
