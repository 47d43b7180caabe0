import { describe, expect, test } from "bun:test";
import type { Machine } from "../../../protocol/rest/people.ts";
import {
  formatMachineFilter,
  isFiltered,
  machineState,
  NO_FILTER,
  NO_GROUP,
  parseMachineFilter,
  selectMachines,
  sortMachines,
  tagsInUse,
  withoutFilter,
} from "./machine-filter.ts";

let made = 0;

function machine(facts: Partial<Machine> = {}): Machine {
  made += 1;
  return {
    id: `0198a1b2-0000-7000-8000-${String(made).padStart(12, "0")}`,
    name: `machine-${made}`,
    hostname: "host",
    os: "linux",
    os_version: null,
    arch: "x64",
    agent_version: "1.0.0",
    update_asked_at: null,
    online: true,
    last_seen_at: null,
    created_at: "2026-01-01T00:00:00.000Z",
    tags: [],
    notes: "",
    group_id: null,
    group_name: null,
    logged_in_user: null,
    mac_addresses: [],
    active_sessions: [],
    permissions: [],
    ...facts,
  };
}

const inSession = { active_sessions: [{ session_id: "0198a1b2-0000-7000-8000-0000000000aa", user_name: "Ada" }] };
const namesOf = (machines: Machine[]) => machines.map(({ name }) => name);

describe("the address of a view", () => {
  test("is empty for the plain list", () => {
    expect(formatMachineFilter(NO_FILTER)).toBe("");
    expect(parseMachineFilter("")).toEqual(NO_FILTER);
  });

  test("comes back as the filter it was made of, whatever is in the text and the tags", () => {
    const filter = {
      text: "anna & bob = 50% #1 ü",
      state: "in-session" as const,
      tags: ["a,b", "c&d", "laptop"],
      os: "macos" as const,
      group: "g1",
      isOutdated: true,
      sort: "seen" as const,
      isDescending: true,
    };
    expect(parseMachineFilter(formatMachineFilter(filter))).toEqual(filter);
  });

  test("holds the direction of the default order, too", () => {
    const filter = { ...NO_FILTER, isDescending: true };
    expect(formatMachineFilter(filter)).toBe("?sort=-state");
    expect(parseMachineFilter("?sort=-state")).toEqual(filter);
  });

  test("with values that nobody knows is read as if they were not there", () => {
    expect(parseMachineFilter("?state=melting&os=beos&sort=colour&tag=&more=1")).toEqual(NO_FILTER);
  });

  test("names a tag once", () => {
    expect(parseMachineFilter("?tag=server&tag=server").tags).toEqual(["server"]);
  });
});

describe("choosing machines", () => {
  test("finds every word somewhere in name, host, user, system or tags", () => {
    const found = machine({ name: "web-01", logged_in_user: "Anna", tags: ["Lyon"] });
    const machines = [found, machine({ name: "web-02" })];
    expect(selectMachines(machines, { ...NO_FILTER, text: " WEB  anna lyon " })).toEqual([found]);
    expect(selectMachines(machines, { ...NO_FILTER, text: "web berlin" })).toEqual([]);
  });

  test("keeps a group apart from the others, and from those in none", () => {
    const [office, lab] = ["0198a1b2-0000-7000-8000-0000000000b1", "0198a1b2-0000-7000-8000-0000000000b2"];
    const machines = [
      machine({ name: "in", group_id: office }),
      machine({ name: "other", group_id: lab }),
      machine({ name: "out" }),
    ];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, group: office }))).toEqual(["in"]);
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, group: NO_GROUP }))).toEqual(["out"]);
    expect(isFiltered({ ...NO_FILTER, group: NO_GROUP })).toBe(true);
  });

  test("finds no word across the border of two fields", () => {
    expect(selectMachines([machine({ name: "ab", hostname: "cd" })], { ...NO_FILTER, text: "abcd" })).toEqual([]);
  });

  test("counts machines in a session as online", () => {
    const machines = [machine({ name: "busy", ...inSession }), machine({ name: "off", online: false })];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, state: "online" }))).toEqual(["busy"]);
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, state: "in-session" }))).toEqual(["busy"]);
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, state: "offline" }))).toEqual(["off"]);
  });

  test("asks for all of the chosen tags", () => {
    const machines = [machine({ name: "both", tags: ["a", "b"] }), machine({ name: "one", tags: ["a"] })];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, tags: ["a", "b"] }))).toEqual(["both"]);
  });

  test("knows the family of a system by any of its names", () => {
    const machines = [machine({ name: "mac", os: "darwin" }), machine({ name: "win", os: "Windows_NT" })];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, os: "macos" }))).toEqual(["mac"]);
  });

  test("leaves the list that it was given as it was", () => {
    const machines = [machine({ name: "b" }), machine({ name: "a" })];
    selectMachines(machines, NO_FILTER);
    expect(namesOf(machines)).toEqual(["b", "a"]);
  });
});

describe("ordering machines", () => {
  test("puts those in a session first, then online, then offline, each by name", () => {
    const machines = [
      machine({ name: "d", online: false }),
      machine({ name: "c" }),
      machine({ name: "b" }),
      machine({ name: "a", ...inSession }),
    ];
    expect(namesOf(selectMachines(machines, NO_FILTER))).toEqual(["a", "b", "c", "d"]);
  });

  test("counts the numbers in names", () => {
    const machines = [machine({ name: "web-10" }), machine({ name: "web-9" }), machine({ name: "Web-1" })];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, sort: "name" }))).toEqual(["Web-1", "web-9", "web-10"]);
  });

  test("turns round, with equals still by name", () => {
    const machines = [
      machine({ name: "a", agent_version: "1.9.0" }),
      machine({ name: "c", agent_version: "1.10.0" }),
      machine({ name: "b", agent_version: "1.10.0" }),
    ];
    const filter = { ...NO_FILTER, sort: "version" as const, isDescending: true };
    expect(namesOf(selectMachines(machines, filter))).toEqual(["b", "c", "a"]);
  });

  test("shows the last seen first, and those never seen last", () => {
    const machines = [
      machine({ name: "never" }),
      machine({ name: "old", last_seen_at: "2026-01-01T00:00:00.000Z" }),
      machine({ name: "new", last_seen_at: "2026-02-01T00:00:00.000Z" }),
    ];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, sort: "seen" }))).toEqual(["new", "old", "never"]);
  });

  test("puts machines without a user behind those with one", () => {
    const machines = [machine({ name: "nobody" }), machine({ name: "somebody", logged_in_user: "zoe" })];
    expect(namesOf(selectMachines(machines, { ...NO_FILTER, sort: "user" }))).toEqual(["somebody", "nobody"]);
  });
});

test("an offline machine is offline even while its session lingers", () => {
  expect(machineState(machine({ online: false, ...inSession }))).toBe("offline");
});

test("taking the filter away keeps the order", () => {
  const filter = { ...NO_FILTER, text: "x", sort: "name" as const, isDescending: true };
  expect(isFiltered(filter)).toBe(true);
  expect(withoutFilter(filter)).toEqual({ ...NO_FILTER, sort: "name", isDescending: true });
  expect(isFiltered(withoutFilter(filter))).toBe(false);
});

test("tags in use are counted, the most frequent first", () => {
  const machines = [machine({ tags: ["b", "a"] }), machine({ tags: ["b"] }), machine({ tags: ["c"] })];
  expect(tagsInUse(machines)).toEqual([
    { tag: "b", count: 2 },
    { tag: "a", count: 1 },
    { tag: "c", count: 1 },
  ]);
});

describe("further choices", () => {
  test("an agent older than the server's", () => {
    const machines = [machine({ name: "old", agent_version: "0.9.0" }), machine({ name: "new" })];
    const filter = { ...NO_FILTER, isOutdated: true };
    expect(selectMachines(machines, filter, "1.0.0").map(({ name }) => name)).toEqual(["old"]);
    expect(isFiltered(filter)).toBe(true);
  });

  test("a list that was in order before is in order after a change, with what is new and without what went", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => machine({ name }));
    if (!a || !b || !c) throw new Error("three were made");
    const order = { sort: "name", isDescending: false } as const;
    const before = sortMachines([c, a], order);
    const renamed = { ...a, name: "d" };
    expect(sortMachines([renamed, b, c], order, before).map(({ name }) => name)).toEqual(["b", "c", "d"]);
    expect(sortMachines([b], order, before).map(({ name }) => name)).toEqual(["b"]);
  });
});
