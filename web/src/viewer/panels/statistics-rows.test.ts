import { expect, test } from "bun:test";
import { bitrate, statisticsRows } from "./statistics-rows.ts";

test("what is not known is a dash", () => {
  const nothing = {
    framesPerSecond: 0,
    bitsPerSecond: 0,
    roundTripMs: null,
    delayMs: null,
    decodeMs: null,
    codec: null,
  };
  const rows = statisticsRows(nothing, { framebuffer: null, monitors: [], monitor: null });
  expect(rows.map(({ value }) => value)).toEqual(["0 /s", "–", "–", "–", "0 kbit/s", "–", "–", "–"]);
});

test("bitrates are told in powers of ten", () => {
  expect([820, 64_000, 2_340_000].map(bitrate)).toEqual(["1 kbit/s", "64 kbit/s", "2.3 Mbit/s"]);
});
