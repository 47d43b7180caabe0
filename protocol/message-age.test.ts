import { expect, test } from "bun:test";
import { MessageAge } from "./message-age.ts";

/** Clocks that are far apart, as two machines' are. */
const APART = 123_456_789;

test("messages that take as long as always are fresh", () => {
  const age = new MessageAge(2_000);
  for (let sent = 0; sent < 10_000; sent += 100) expect(age.isStale(sent, sent + APART + 300)).toBe(false);
});

test("messages that waited arrive in a burst, and those older than allowed are stale", () => {
  const age = new MessageAge(2_000);
  age.isStale(0, APART);
  const sent = [1_000, 2_000, 3_000, 4_000, 5_000];
  expect(sent.map((at) => age.isStale(at, 5_100 + APART))).toEqual([true, true, true, false, false]);
});

test("drifting clocks make nothing stale, however long the session", () => {
  const age = new MessageAge(2_000);
  const drift = 1.0001;
  for (let sent = 0; sent < 12 * 3_600_000; sent += 10_000) expect(age.isStale(sent, sent * drift + APART)).toBe(false);
});

test("a clock that jumped is believed again within seconds", () => {
  const age = new MessageAge(2_000);
  age.isStale(0, APART);
  const stale = Array.from({ length: 60 }, (_, count) => age.isStale(count * 100, count * 100 + APART + 20_000));
  expect(stale.lastIndexOf(true)).toBe(30);
});
