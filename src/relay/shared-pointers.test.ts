import { beforeEach, expect, test } from "bun:test";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import type { ViewerLink } from "./links.ts";
import { SharedPointers } from "./shared-pointers.ts";

type Person = ViewerLink & { told: { viewer_id: string; x?: number; y?: number }[]; queuedBytes: number };

let clock: ManualClock;
let people: Set<ViewerLink>;
let slow: Set<ViewerLink>;
let pointers: SharedPointers;
let ada: Person;
let grace: Person;
let linus: Person;

function join(id: string): Person {
  const person = {
    id,
    told: [] as Person["told"],
    queuedBytes: 0,
    permissions: new Set(["view"]),
    bufferedBytes: () => person.queuedBytes,
    send: (text: string) => person.told.push(JSON.parse(text)),
  } as unknown as Person;
  people.add(person);
  return person;
}

beforeEach(() => {
  clock = new ManualClock();
  people = new Set();
  slow = new Set();
  const isOnSlowLink = (viewer: ViewerLink) => slow.has(viewer);
  pointers = new SharedPointers({ clock, limits: DEFAULT_RELAY_LIMITS, viewers: people, isOnSlowLink });
  [ada, grace, linus] = [join("ada"), join("grace"), join("linus")];
});

test("the others are told at once, and the one who points is not", () => {
  pointers.move(ada, { x: 1, y: 2 });
  expect(grace.told).toMatchObject([{ viewer_id: "ada", x: 1, y: 2 }]);
  expect(linus.told).toHaveLength(1);
  expect(ada.told).toEqual([]);
});

test("of what comes faster than it is passed on, the newest place arrives", () => {
  for (let x = 0; x < 100; x++) pointers.move(ada, { x, y: 0 });
  expect(grace.told).toHaveLength(1);
  clock.advance(DEFAULT_RELAY_LIMITS.pointerIntervalMs);
  expect(grace.told.map(({ x }) => x)).toEqual([0, 99]);
  clock.advance(1_000);
  expect(grace.told).toHaveLength(2);
});

test("a slow link is told less often, without holding up the others", () => {
  slow.add(grace);
  for (let step = 0; step < 100; step++) {
    pointers.move(ada, { x: step, y: 0 });
    clock.advance(10);
  }
  clock.advance(DEFAULT_RELAY_LIMITS.slowPointerIntervalMs);
  expect(grace.told.length).toBeLessThan(linus.told.length / 3);
  expect(grace.told.at(-1)?.x).toBe(99);
});

test("who does not read is told only the newest once there is room", () => {
  grace.queuedBytes = DEFAULT_RELAY_LIMITS.maxPointerBufferedBytes + 1;
  for (let x = 0; x < 50; x++) {
    pointers.move(ada, { x, y: 0 });
    clock.advance(DEFAULT_RELAY_LIMITS.pointerIntervalMs);
  }
  expect(grace.told).toEqual([]);
  grace.queuedBytes = 0;
  clock.advance(DEFAULT_RELAY_LIMITS.pointerIntervalMs);
  expect(grace.told).toMatchObject([{ x: 49 }]);
});

test("a pointer that points nowhere any more is told, too", () => {
  pointers.move(ada, {});
  expect(grace.told).toEqual([{ type: "viewer_pointer", viewer_id: "ada" } as never]);
});

test("nothing is told to or of those who have left", () => {
  pointers.move(ada, { x: 1, y: 1 });
  pointers.move(ada, { x: 2, y: 2 });
  people.delete(ada);
  pointers.leave(ada);
  clock.advance(1_000);
  expect(grace.told).toHaveLength(1);
});
