import { expect, test } from "bun:test";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { findCommands, readVerb } from "./find-commands.ts";

function machine(name: string, facts: Partial<Machine> = {}): Machine {
  return {
    id: `id-${name}`,
    name,
    hostname: `${name}.example.com`,
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
    mac_addresses: ["00:16:3e:12:34:56"],
    active_sessions: [],
    permissions: ["view", "control", "terminal", "wake"],
    ...facts,
  };
}

const FIXED = [{ label: "Settings", keywords: "page" }];
const MACHINES = [machine("web-01"), machine("web-02", { online: false }), machine("db-01")];

const said = (query: string) =>
  findCommands(FIXED, MACHINES, query, 50).map((found) =>
    "fixed" in found ? found.fixed.label : `${found.verb} ${found.machine.name}`,
  );

test("a machine's name offers to connect to it, then its page", () => {
  expect(said("web-01")).toEqual(["connect web-01", "open web-01"]);
});

test("what is offline is not connected to, but woken where that is said", () => {
  expect(said("web-02")).toEqual(["open web-02"]);
  expect(said("wake web")[0]).toBe("wake web-02");
});

test("a verb before a name is done with that machine", () => {
  expect(said("terminal web-01")).toEqual(["terminal web-01"]);
  expect(said("conn to db")).toEqual(["connect db-01"]);
  expect(readVerb("co db")).toBeNull();
  expect(readVerb("terminal")).toBeNull();
});

test("what the person may not do is not offered", () => {
  const found = findCommands(FIXED, [machine("kiosk", { permissions: ["view"] })], "terminal kiosk", 50);
  expect(found).toEqual([]);
});

test("pages are found beside machines, and no more is answered than is shown", () => {
  expect(said("sett")).toEqual(["Settings"]);
  const many = Array.from({ length: 5_000 }, (_, index) => machine(`web-${index}`));
  expect(findCommands(FIXED, many, "web", 50)).toHaveLength(50);
});
