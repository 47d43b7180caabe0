import { expect, test } from "bun:test";
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import { openEventStream, parseEvent, pauseBefore, type StreamState } from "./event-stream.ts";

/** Stands in for the browser's EventSource: a test says what the server does. */
class FakeSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

class FakePage extends EventTarget {
  hidden = false;
}

function open() {
  const sources: FakeSource[] = [];
  const states: StreamState[] = [];
  const events: LiveEvent[] = [];
  const page = new FakePage();
  const close = openEventStream("/api/events", {
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    openSource: () => {
      const source = new FakeSource();
      sources.push(source);
      return source as unknown as EventSource;
    },
    page: page as unknown as Document,
  });
  const newest = (): FakeSource => {
    const source = sources.at(-1);
    if (!source) throw new Error("no stream was opened");
    return source;
  };
  return { sources, states, events, page, close, newest };
}

test("tells of the open stream and of what comes over it", () => {
  const stream = open();
  stream.newest().onopen?.();
  stream
    .newest()
    .dispatchEvent(new MessageEvent("machine.removed", { data: '{"type":"machine.removed","machine_id":"m1"}' }));
  stream.close();
  expect(stream.states).toEqual(["live"]);
  expect(stream.events).toEqual([{ type: "machine.removed", machine_id: "m1" }]);
});

test("closes a stream that failed, and says that the server is away", () => {
  const stream = open();
  stream.newest().onerror?.();
  stream.close();
  expect(stream.states).toEqual(["away"]);
  expect(stream.sources[0]?.isClosed).toBe(true);
});

test("connects at once when the page is looked at again", () => {
  const stream = open();
  stream.newest().onerror?.();
  stream.page.dispatchEvent(new Event("visibilitychange"));
  stream.close();
  expect(stream.sources).toHaveLength(2);
});

test("stays closed once it was closed", () => {
  const stream = open();
  stream.close();
  stream.page.dispatchEvent(new Event("visibilitychange"));
  expect(stream.sources).toHaveLength(1);
  expect(stream.newest().isClosed).toBe(true);
});

test("pauses grow with every failure, up to a few seconds, and differ from page to page", () => {
  const longest = [0, 1, 2, 3, 4, 50].map((failures) => pauseBefore(failures, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  expect(pauseBefore(50, () => 0)).toBe(250);
});

test("what is no JSON is no event", () => {
  expect(parseEvent("machine.removed", "<html>")).toBeNull();
});
