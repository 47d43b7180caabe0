import { expect, test } from "bun:test";
import {
  ALL_SESSIONS,
  formatSessionFilter,
  isAllSessions,
  parseSessionFilter,
  sessionsAskedOf,
} from "./session-filter.ts";

const ID = "01a223a7-0fdb-77d1-99a6-f83f34b1cb27";

test("the address holds the whole filter, and what it does not know is left out", () => {
  const filter = { ...ALL_SESSIONS, text: "printer", state: "ended" as const, personId: ID, from: "2026-01-02" };
  expect(parseSessionFilter(formatSessionFilter(filter))).toEqual(filter);
  expect(parseSessionFilter("?state=odd&person=me&machine=%3Cimg%3E")).toEqual(ALL_SESSIONS);
  expect(formatSessionFilter(ALL_SESSIONS)).toBe("");
});

test("the server is asked for what is chosen, and for nothing else", () => {
  expect(sessionsAskedOf({ ...ALL_SESSIONS, text: " ", state: "live", machineId: ID }, 0)).toEqual({
    search: undefined,
    live: "true",
    user_id: undefined,
    machine_id: ID,
  });
  expect(isAllSessions({ ...ALL_SESSIONS, text: " " })).toBe(true);
  expect(isAllSessions({ ...ALL_SESSIONS, state: "live" })).toBe(false);
});
