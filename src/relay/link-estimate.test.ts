import { expect, test } from "bun:test";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import { LinkEstimate } from "./link-estimate.ts";

/** One message after the other over a link with this round trip, each sent when the one before it was acknowledged. */
function deliver(link: LinkEstimate, bytes: number, travelMs: number, times = 1): number[] {
  return Array.from({ length: times }, (_, index) => {
    const sentAtMs = 10_000 + index * travelMs;
    link.observeDelivery({ bytes, sentAtMs, wasAlone: true, ackedAtMs: sentAtMs + travelMs, decodeMs: 0 });
    return link.catchUpBytes;
  });
}

test("a fast link's updates grow to the bound, at most doubling", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  link.observeRoundTrip(1);
  expect(deliver(link, 100_000, 2, 7).map((size) => size / 1_024)).toEqual([64, 128, 256, 512, 1_024, 1_024, 1_024]);
  expect(link.isFast).toBe(true);
});

test("a slow link's updates shrink to what it takes in 200 ms", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  link.observeRoundTrip(100);
  // 32 KB/s: 32 KB take a second.
  const sizes = deliver(link, 32_000, 1_100, 8);
  expect(sizes.at(-1)).toBeCloseTo(6_400, -2);
  expect(link.isFast).toBe(false);
});

test("what is acknowledged together with what came before it does not make a slow link a fast one", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  link.observeRoundTrip(400);
  deliver(link, 12_800, 800, 4);
  // Sent while others were on the way, and there just after them.
  link.observeDelivery({ bytes: 5_000, sentAtMs: 13_100, wasAlone: false, ackedAtMs: 13_656, decodeMs: 0 });
  expect(link.bytesPerMs).toBeLessThan(40);
});

test("small messages say nothing of throughput", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  deliver(link, 200, 100);
  expect(link.catchUpBytes).toBe(DEFAULT_RELAY_LIMITS.firstCatchUpBytes);
  expect(link.isKnown).toBe(false);
});

test("a long way is no lag: the age allowed is at least two round trips", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  expect(link.maxUnackedMs).toBe(500);
  link.observeRoundTrip(600);
  expect(link.maxUnackedMs).toBe(1_300);
});
