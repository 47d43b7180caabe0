import { expect, test } from "bun:test";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { InputQueue } from "./input-queue.ts";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import type { ViewerLink } from "./links.ts";

const viewer = { name: "Ada" } as ViewerLink;

function queue(limits = DEFAULT_RELAY_LIMITS) {
  const clock = new ManualClock();
  const sent: string[] = [];
  const losers: ViewerLink[] = [];
  const events = {
    send: (text: string) => sent.push(text),
    dropped(one: ViewerLink) {
      losers.push(one);
      sent.push("released");
    },
  };
  return { clock, sent, losers, queue: new InputQueue(clock, limits, events) };
}

test("what waited shortly goes out in order", () => {
  const { sent, queue: waiting } = queue();
  waiting.push({ text: "key 1", viewer, kind: "keys" });
  waiting.push({ text: "key 2", viewer, kind: "keys" });
  waiting.flush();
  expect(sent).toEqual(["key 1", "key 2"]);
  expect(waiting.isEmpty).toBe(true);
});

test("input that waited longer than two seconds is dropped, and its viewer told", () => {
  const { clock, sent, losers, queue: waiting } = queue();
  waiting.push({ text: "old key", viewer, kind: "keys" });
  clock.advance(1_500);
  waiting.push({ text: "new key", viewer, kind: "keys" });
  clock.advance(600);
  waiting.flush();
  expect(sent).toEqual(["released", "new key"]);
  expect(losers).toEqual([viewer]);
});

test("of positions that wait one behind the other only the last is sent", () => {
  const { sent, queue: waiting } = queue();
  for (const text of ["move 1", "move 2", "move 3"]) waiting.push({ text, viewer, kind: "move" });
  waiting.push({ text: "click", viewer, kind: "keys" });
  waiting.push({ text: "move 4", viewer, kind: "move" });
  waiting.flush();
  expect(sent).toEqual(["move 3", "click", "move 4"]);
});

test("a full queue refuses keys aloud", () => {
  const { sent, losers, queue: waiting } = queue({ ...DEFAULT_RELAY_LIMITS, maxWaitingInputs: 1 });
  waiting.push({ text: "key 1", viewer, kind: "keys" });
  waiting.push({ text: "key 2", viewer, kind: "keys" });
  waiting.flush();
  expect(sent).toEqual(["released", "key 1"]);
  expect(losers).toEqual([viewer]);
});
