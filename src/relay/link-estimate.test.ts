import { expect, test } from "bun:test";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import { LinkEstimate } from "./link-estimate.ts";

test("a fast link's updates grow to the bound, at most doubling", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  link.observeRoundTrip(1);
  const sizes = Array.from({ length: 5 }, () => {
    link.observeDelivery(100_000, 2);
    return link.catchUpBytes;
  });
  expect(sizes.map((size) => size / 1_024)).toEqual([256, 512, 1_024, 1_024, 1_024]);
});

test("a slow link's updates shrink to what it takes in 200 ms", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  link.observeRoundTrip(100);
  // 64 KB/s: 128 KiB take two seconds.
  link.observeDelivery(128_000, 2_100);
  expect(link.catchUpBytes).toBe(DEFAULT_RELAY_LIMITS.minCatchUpBytes);
});

test("small messages say nothing of throughput", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  link.observeDelivery(200, 100);
  expect(link.catchUpBytes).toBe(DEFAULT_RELAY_LIMITS.firstCatchUpBytes);
});

test("a long way is no lag: the age allowed is at least two round trips", () => {
  const link = new LinkEstimate(DEFAULT_RELAY_LIMITS);
  expect(link.maxUnackedMs).toBe(500);
  link.observeRoundTrip(600);
  expect(link.maxUnackedMs).toBe(1_300);
});
