import { describe, expect, test } from "bun:test";
import { UploadPace } from "./upload-pace.ts";

const KIB = 1024;

/** Sends what may be sent, and has it all taken `tookMs` later. */
function turn(pace: UploadPace, nowMs: number, tookMs: number): number {
  let pieces = 0;
  while (pace.waitMs(nowMs) === 0) {
    pace.sent(pace.pieceBytes, nowMs);
    pieces++;
  }
  for (let piece = 0; piece < pieces; piece++) pace.taken(nowMs + tookMs);
  return pieces;
}

describe("an upload's pace", () => {
  test("begins with little, and waits until it is taken", () => {
    const pace = new UploadPace();
    expect(pace.waitMs(0)).toBe(0);
    pace.sent(pace.pieceBytes, 0);
    pace.sent(pace.pieceBytes, 0);
    expect(pace.waitMs(0)).toBeNull();
    pace.taken(10);
    expect(pace.waitMs(10)).toBe(0);
  });

  test("grows on a quick link, to pieces of 64 KiB and half a megabyte on the way", () => {
    const pace = new UploadPace();
    for (let at = 0; at < 50; at++) turn(pace, at * 20, 10);
    expect(pace.pieceBytes).toBe(64 * KIB);
    expect(turn(pace, 10_000, 10)).toBe(8);
  });

  test("shrinks on a slow one, so that keys do not wait long behind it", () => {
    const pace = new UploadPace();
    for (let at = 0; at < 10; at++) turn(pace, at * 3_000, 2_000);
    expect(pace.pieceBytes).toBe(4 * KIB);
    expect(turn(pace, 100_000, 2_000)).toBeLessThanOrEqual(2);
  });

  test("stays under 400 pieces a second however quick the link is", () => {
    const pace = new UploadPace();
    let sent = 0;
    for (let ms = 0; ms < 1_000; ms++) sent += turn(pace, ms, 0.5);
    expect(sent).toBe(400);
    expect(pace.waitMs(1_000)).toBe(0);
  });
});
