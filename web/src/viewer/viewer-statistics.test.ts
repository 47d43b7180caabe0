import { beforeEach, expect, test } from "bun:test";
import { StatisticsMeter } from "./viewer-statistics.ts";

let meter: StatisticsMeter;
beforeEach(() => {
  meter = new StatisticsMeter(0);
});

function painted(frame: number, capturedAtMs: number, paintedAtMs: number): void {
  const source = { stream: 1, frame, capturedAtMs };
  meter.painted({ source, width: 10, height: 10, arrivedAtMs: paintedAtMs - 4, paintedAtMs });
}

test("knows nothing before anything has happened", () => {
  expect(meter.take(1_000)).toEqual({
    framesPerSecond: 0,
    bitsPerSecond: 0,
    roundTripMs: null,
    delayMs: null,
    decodeMs: null,
    codec: null,
  });
});

test("counts frames and bits by the time that has really passed", () => {
  for (let frame = 1; frame <= 60; frame++) painted(frame, frame * 10, frame * 10);
  meter.received(1_000);
  const { framesPerSecond, bitsPerSecond } = meter.take(2_000);
  expect(framesPerSecond).toBe(30);
  expect(bitsPerSecond).toBe(4_000);
});

test("counts each second by itself, and keeps what did not happen again", () => {
  painted(1, 0, 10);
  meter.take(1_000);
  expect(meter.take(2_000)).toMatchObject({ framesPerSecond: 0, decodeMs: 4, codec: "tiles" });
});

test("takes the median of the last round trips", () => {
  for (const milliseconds of [9, 9, 9, 3, 2, 80, 4, 5]) meter.roundTrip(milliseconds);
  expect(meter.take(1_000).roundTripMs).toBe(4);
});

test("adds half the round trip to what pictures took longer than the quickest", () => {
  meter.roundTrip(10);
  painted(1, 0, 500);
  painted(2, 100, 600);
  painted(3, 200, 720);
  painted(4, 300, 820);
  expect(meter.take(1_000).delayMs).toBe(25);
});

test("takes no delay from a picture that was kept for this viewer", () => {
  painted(7, 0, 90_000);
  painted(7, 0, 90_500);
  expect(meter.take(91_000).delayMs).toBeNull();
});

test("calls what has no number a whole JPEG", () => {
  meter.painted({ source: null, width: 10, height: 10, arrivedAtMs: 5, paintedAtMs: 11 });
  expect(meter.take(1_000)).toMatchObject({ codec: "jpeg", decodeMs: 6, delayMs: null, framesPerSecond: 1 });
});
