import { expect, test } from "bun:test";
import { delayLevel, presentDelayMs } from "./delay-level.ts";

const MEASURED = { framesPerSecond: 20, bitsPerSecond: 0, roundTripMs: 10, delayMs: 90, decodeMs: 1, codec: null };

test("a delay is amber above 150 ms and red above 400 ms", () => {
  expect([150, 151, 400, 401].map(delayLevel)).toEqual(["good", "slow", "slow", "bad"]);
});

test("while pictures come, their delay is told", () => {
  expect(presentDelayMs(MEASURED)).toBe(90);
});

test("on a still screen it is half the round trip, not that of a picture long ago", () => {
  expect(presentDelayMs({ ...MEASURED, framesPerSecond: 0 })).toBe(5);
  expect(presentDelayMs({ ...MEASURED, framesPerSecond: 0, roundTripMs: null, delayMs: null })).toBeNull();
});
