import { beforeEach, expect, test } from "bun:test";
import type { Permission } from "../../protocol/permissions.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { ViewerLink } from "./links.ts";
import { SessionControl } from "./session-control.ts";

type Person = ViewerLink & { told: { type: string; code?: string; name?: string; viewer_id?: string }[] };

let clock: ManualClock;
let people: Set<ViewerLink>;
let changes: (string | null)[];
let control: SessionControl;
let ada: Person;
let grace: Person;
let boss: Person;
let guest: Person;

function join(name: string, { permissions = ["view", "control"], mayTakeOver = false } = {}): Person {
  const told: Person["told"] = [];
  const person = {
    id: name,
    name,
    told,
    mayTakeOver,
    permissions: new Set(permissions as Permission[]),
    send: (text: string) => told.push(JSON.parse(text)),
  } as unknown as Person;
  people.add(person);
  return person;
}

beforeEach(() => {
  clock = new ManualClock();
  people = new Set();
  changes = [];
  const changed = () => changes.push(control.controller?.name ?? null);
  control = new SessionControl({ clock, viewers: people, changed });
  ada = join("ada");
  grace = join("grace");
  boss = join("boss", { mayTakeOver: true });
  guest = join("guest", { permissions: ["view"] });
});

test("at first everybody who may controls", () => {
  expect(control.isHeldByOther(ada)).toBe(false);
  expect(control.isHeldByOther(grace)).toBe(false);
});

test("who takes control has it alone, and can let everybody have it again", () => {
  control.take(ada, { type: "take_control" });
  expect(control.isHeldByOther(ada)).toBe(false);
  expect(control.isHeldByOther(grace)).toBe(true);
  control.take(ada, { type: "give_control", viewer_id: null });
  expect(control.isHeldByOther(grace)).toBe(false);
  expect(changes).toEqual(["ada", null]);
});

test("nobody takes it from who has it but those who may", () => {
  control.take(ada, { type: "take_control" });
  control.take(grace, { type: "take_control" });
  control.take(grace, { type: "give_control", viewer_id: "grace" });
  control.take(grace, { type: "give_control", viewer_id: null });
  expect(control.controller).toBe(ada);
  expect(grace.told.map(({ code }) => code)).toEqual(["control_held", "control_held", "control_held"]);
  control.take(boss, { type: "take_control" });
  expect(control.controller).toBe(boss);
});

test("control is given to somebody who is here and may control", () => {
  control.take(ada, { type: "give_control", viewer_id: "grace" });
  expect(control.controller).toBe(grace);
  control.take(grace, { type: "give_control", viewer_id: "guest" });
  control.take(grace, { type: "give_control", viewer_id: "nobody" });
  expect(control.controller).toBe(grace);
  expect(grace.told.map(({ code }) => code)).toEqual(["cannot_control", "no_such_viewer"]);
});

test("a question reaches who controls, once for a while, and is answered by giving or declining", () => {
  control.take(ada, { type: "take_control" });
  control.take(grace, { type: "ask_for_control" });
  control.take(grace, { type: "ask_for_control" });
  expect(ada.told).toEqual([{ type: "control_asked", viewer_id: "grace", name: "grace" }]);
  control.take(ada, { type: "decline_control", viewer_id: "grace" });
  expect(grace.told).toEqual([{ type: "control_declined", name: "ada" }]);
  control.take(grace, { type: "ask_for_control" });
  control.take(ada, { type: "give_control", viewer_id: "grace" });
  expect(control.controller).toBe(grace);
});

test("nobody declines for another, nor what was not asked", () => {
  control.take(ada, { type: "take_control" });
  control.take(ada, { type: "decline_control", viewer_id: "grace" });
  control.take(grace, { type: "ask_for_control" });
  control.take(boss, { type: "decline_control", viewer_id: "grace" });
  expect(grace.told).toEqual([]);
});

test("who asks while nobody controls alone has it", () => {
  control.take(grace, { type: "ask_for_control" });
  expect(control.controller).toBe(grace);
});

test("with the one who controls, control goes: everybody has it again", () => {
  control.take(ada, { type: "take_control" });
  people.delete(ada);
  control.leave(ada);
  expect(control.isHeldByOther(grace)).toBe(false);
  expect(changes).toEqual(["ada", null]);
  control.leave(guest);
  expect(changes).toHaveLength(2);
});
