import { describe, expect, test } from "bun:test";
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { Machine, Session } from "../../../../protocol/rest/people.ts";
import { applyToHistory, applyToLiveSessions, applyToMachines } from "./apply-event.ts";

const machine = (id: string, facts: Partial<Machine> = {}): Machine => ({
  id,
  name: id,
  hostname: id,
  os: "linux",
  os_version: null,
  arch: "x64",
  agent_version: "1.0.0",
  update_asked_at: null,
  online: false,
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
});
const session = (id: string, facts: Partial<Session> = {}): Session => ({
  id,
  machine_id: "m1",
  machine_name: "m1",
  user_id: "u1",
  user_name: "Ada",
  view_only: false,
  reason: "",
  started_at: "2026-01-01T00:00:00.000Z",
  ended_at: null,
  ended_by: null,
  notes: "",
  ...facts,
});
const started = (id: string): LiveEvent => ({ type: "session.started", session: session(id) });
const ended = (id: string): LiveEvent => ({
  type: "session.ended",
  session: session(id, { ended_at: "2026-01-01T01:00:00.000Z", ended_by: "Ada" }),
});

describe("the list of machines", () => {
  const before = [machine("m1"), machine("m2")];

  test("takes a machine's new state in its place and leaves the other rows the same objects", () => {
    const after = applyToMachines(before, { type: "machine.online", machine: machine("m1", { online: true }) });
    expect(after.map(({ id, online }) => [id, online])).toEqual([
      ["m1", true],
      ["m2", false],
    ]);
    expect(after[1]).toBe(before[1] as Machine);
  });

  test("takes in a machine that it did not know", () => {
    expect(applyToMachines(before, { type: "machine.online", machine: machine("m3") })).toHaveLength(3);
  });

  test("loses a machine that was removed, and is the same list where it never knew it", () => {
    expect(applyToMachines(before, { type: "machine.removed", machine_id: "m1" }).map(({ id }) => id)).toEqual(["m2"]);
    expect(applyToMachines(before, { type: "machine.removed", machine_id: "m9" })).toBe(before);
  });

  test("shows who is in a session, once, until it ends", () => {
    const during = [started("s1"), started("s1")].reduce(applyToMachines, before);
    expect(during[0]?.active_sessions).toEqual([{ session_id: "s1", user_name: "Ada" }]);
    expect(applyToMachines(during, ended("s1"))[0]?.active_sessions).toEqual([]);
  });

  test("is the same list after an event from a newer server", () => {
    expect(applyToMachines(before, { type: "machine.painted" } as unknown as LiveEvent)).toBe(before);
  });
});

describe("the list of live sessions", () => {
  test("has the newest first and each once", () => {
    const after = [started("s1"), started("s2"), started("s1")].reduce(applyToLiveSessions, []);
    expect(after.map(({ id }) => id)).toEqual(["s2", "s1"]);
  });

  test("loses what has ended", () => {
    expect(applyToLiveSessions([session("s1")], ended("s1"))).toEqual([]);
  });
});

describe("the history", () => {
  const pages = [{ items: [session("s3")] }, { items: [session("s2"), session("s1")] }];

  test("takes what starts onto its first page", () => {
    expect(applyToHistory(pages, started("s4"))[0]?.items.map(({ id }) => id)).toEqual(["s4", "s3"]);
  });

  test("marks an end wherever the session stands", () => {
    expect(applyToHistory(pages, ended("s1"))[1]?.items[1]?.ended_by).toBe("Ada");
  });

  test("leaves out the end of a session that is older than what is shown", () => {
    expect(applyToHistory(pages, ended("s0"))).toBe(pages);
  });
});
