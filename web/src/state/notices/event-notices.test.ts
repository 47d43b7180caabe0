import { beforeEach, expect, test } from "bun:test";
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import { createEventNotices, type EventNotices } from "./event-notices.ts";

let titles: string[];
let settle: () => void;
let notices: EventNotices;
beforeEach(() => {
  titles = [];
  notices = createEventNotices({
    announce: ({ title, path }) => titles.push(`${title} → ${path}`),
    after: (_, then) => {
      settle = then;
      return () => undefined;
    },
  });
});

const machine = (type: "machine.online" | "machine.offline", id: string) =>
  notices.note({ type, machine: { id, name: `pc-${id}` } } as LiveEvent);
const link = (state: string) =>
  notices.note({ type: "support_link.updated", support_link: { id: "l", label: "Mrs Smith", state } } as LiveEvent);

test("a machine that came is told of once it has stayed", () => {
  machine("machine.online", "a");
  expect(titles).toEqual([]);
  settle();
  expect(titles).toEqual(["pc-a is online → /machines/a"]);
});

test("one that was away for a moment is not worth a word", () => {
  machine("machine.offline", "a");
  machine("machine.online", "a");
  settle();
  expect(titles).toEqual([]);
});

test("of many only the number is told", () => {
  for (const id of ["a", "b", "c", "d"]) machine("machine.offline", id);
  machine("machine.online", "e");
  settle();
  expect(titles).toEqual(["pc-e is online → /machines/e", "4 machines are offline → /machines"]);
});

test("one that was removed meanwhile is not told of", () => {
  machine("machine.offline", "a");
  notices.note({ type: "machine.removed", machine_id: "a" });
  settle();
  expect(titles).toEqual([]);
});

test("somebody who started one's link is told of once", () => {
  link("opened");
  link("running");
  link("running");
  expect(titles).toEqual(["Mrs Smith waits for you → /connect"]);
});
