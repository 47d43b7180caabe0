import { expect, test } from "bun:test";
import { LinkMeter } from "./link-meter.ts";

const FIVE_MBIT = 625_000;

/** Messages that are sent faster than the link takes them; each is acknowledged late by what `lateMs` says. */
function carry(meter: LinkMeter, sizes: readonly number[], lateMs: (index: number) => number): number[] {
  const rttMs = 100;
  let takenAtMs = 0;
  let ackedAtMs = 0;
  return sizes.map((bytes, index) => {
    takenAtMs = Math.max(takenAtMs, index) + (bytes / FIVE_MBIT) * 1_000;
    ackedAtMs = Math.max(ackedAtMs, takenAtMs + rttMs + lateMs(index));
    meter.observe({ bytes, sentAtMs: index, wasAlone: index === 0, ackedAtMs, decodeMs: 0 });
    return meter.bytesPerS;
  });
}

const largeAndSmall = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 60_000 : 6_000));
const known = { bytesPerS: FIVE_MBIT, roundTripMs: 100 };

test("answers that come late and then together make no link faster than it is", () => {
  const meter = new LinkMeter(known);
  // The large one's answer waits in somebody's event loop until the small one's is there, too.
  const estimates = carry(meter, largeAndSmall, (index) => (index % 2 === 0 ? 12 : 0));
  expect(Math.max(...estimates)).toBeLessThan(FIVE_MBIT * 1.3);
  expect(Math.min(...estimates)).toBeGreaterThan(FIVE_MBIT * 0.7);
});

test("many small messages at once tell what one of them could not", () => {
  const meter = new LinkMeter({ bytesPerS: 64_000, roundTripMs: 100 });
  const estimates = carry(
    meter,
    Array.from({ length: 60 }, () => 5_000),
    () => 0,
  );
  expect(estimates.at(-1)).toBeGreaterThan(FIVE_MBIT * 0.8);
  expect(estimates.at(-1)).toBeLessThan(FIVE_MBIT * 1.3);
});

test("a link that became slower is believed at its next large message", () => {
  const meter = new LinkMeter({ bytesPerS: 10 * FIVE_MBIT, roundTripMs: 100 });
  expect(carry(meter, [60_000, 60_000, 60_000], () => 0).at(-1)).toBeLessThan(FIVE_MBIT * 2);
});
