import { expect, test } from "bun:test";
import { maxViewerMessageBytes, type ViewerMessage, viewerMessage } from "../../protocol/messages/viewer-to-relay.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import { MessageGuard } from "./message-guard.ts";
import { VIEWER_RATES } from "./message-rates.ts";

function guard(clock = new ManualClock()): MessageGuard<ViewerMessage> {
  const rules = { schema: viewerMessage, maxBytes: maxViewerMessageBytes, rates: VIEWER_RATES };
  return new MessageGuard(rules, clock, DEFAULT_RELAY_LIMITS);
}

const KEY = '{"type":"key_event","code":"KeyA","key":"a","action":"down"}';

test("passes a message on as its schema knows it: unknown fields do not come through", () => {
  const text = '{"type":"mouse_move","x":1,"y":2,"session_id":"other","permissions":["manage"]}';
  expect(guard().check(text)).toEqual({ kind: "valid", message: { type: "mouse_move", x: 1, y: 2 } });
});

test("says which field is wrong", () => {
  const checked = guard().check('{"type":"mouse_move","x":"left","y":2}');
  expect(checked).toMatchObject({ kind: "invalid", reason: expect.stringMatching(/^x: /) });
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '"ping"',
  '{"type":"no_such"}',
  '{"type":"__proto__"}',
  '{"type":"consent","granted":true}',
])("refuses %s", (text) => expect(guard().check(text).kind).toBe("invalid"));

test("refuses a message that is larger than its type may be", () => {
  const padded = `${KEY.slice(0, -1)},"padding":"${"x".repeat(40_000)}"}`;
  expect(guard().check(padded)).toEqual({ kind: "invalid", reason: "key_event is larger than 32768 bytes" });
});

test("counts bytes, not characters", () => {
  const padded = `${KEY.slice(0, -1)},"padding":"${"漢".repeat(12_000)}"}`;
  expect(guard().check(padded).kind).toBe("invalid");
});

test("takes a text pasted as key strokes, and calls ten thousand at once a flood", () => {
  const checks = (count: number) => {
    const fresh = guard();
    return Array.from({ length: count }, () => fresh.check(KEY).kind);
  };
  expect(new Set(checks(3_000))).toEqual(new Set(["valid"]));
  expect(checks(3_001).at(-1)).toBe("flooding");
});

test("drops requests beyond their rate, and takes them again after a while", () => {
  const clock = new ManualClock();
  const fresh = guard(clock);
  const ask = () => fresh.check('{"type":"list_files","path":"/"}').kind;
  for (let count = 0; count < 100; count++) expect(ask()).toBe("valid");
  expect(ask()).toBe("limited");
  clock.advance(1_000);
  expect(ask()).toBe("valid");
});

test("puts out who sends 100 invalid messages within 10 seconds, and nobody who takes longer", () => {
  const quick = guard();
  expect(Array.from({ length: 100 }, () => quick.noteInvalid()).indexOf(true)).toBe(99);
  const clock = new ManualClock();
  const slow = guard(clock);
  for (let count = 0; count < 500; count++) {
    clock.advance(102);
    expect(slow.noteInvalid()).toBe(false);
  }
});
