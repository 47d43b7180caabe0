import { expect, test } from "bun:test";
import type { AuditEntryRow } from "../../../protocol/rest/audit.ts";
import { askedOf, belongs, formatAuditFilter, isWholeLog, parseAuditFilter, WHOLE_LOG } from "./audit-filter.ts";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const MACHINE = "01a223a7-0fdb-77d1-99a6-f83f34b1cb27";
const row = {
  id: "01a223a7-0fdb-77d1-99a6-f83f34b1cb00",
  position: 7,
  at: "2026-03-10T11:00:00.000Z",
  actor: { kind: "user", id: null, name: "Ada Admin" },
  address: null,
  action: "session.started",
  target: { kind: "machine", id: MACHINE, name: "web-01" },
  details: { session_id: "01a223a7-0fdb-77d1-99a6-f83f34b1cb99" },
  previous_hash: "",
  hash: "",
} satisfies AuditEntryRow;

test("the address holds the whole filter, and what it does not know is left out", () => {
  const filter = { ...WHOLE_LOG, who: "Ada", what: ["files", "session.started"], on: "web", last: "7d" as const };
  expect(parseAuditFilter(formatAuditFilter(filter))).toEqual(filter);
  expect(formatAuditFilter(WHOLE_LOG)).toBe("");
  const odd = parseAuditFilter("?what=nonsense,files&session=x&last=9y&from=2026-13-99");
  expect(odd).toEqual({ ...WHOLE_LOG, what: ["files"] });
});

test("a kind asks for all of its actions", () => {
  const { action } = askedOf({ ...WHOLE_LOG, what: ["enrollment", "user.signed_in"] }, NOW);
  expect(action?.split(",")).toContain("support_link.created");
  expect(action?.split(",")).toContain("user.signed_in");
});

test("days are those of the reader's calendar, the last one included", () => {
  const { from, to } = askedOf({ ...WHOLE_LOG, from: "2026-03-01", to: "2026-03-02" }, NOW);
  expect([from, to]).toEqual([
    new Date("2026-03-01T00:00:00").toISOString(),
    new Date("2026-03-03T00:00:00").toISOString(),
  ]);
  expect(askedOf({ ...WHOLE_LOG, last: "1d" }, NOW).from).toBe("2026-03-09T12:00:00.000Z");
});

test("a new row is shown where it belongs", () => {
  const shown = (change: object) => belongs(row, { ...WHOLE_LOG, ...change }, NOW);
  expect(shown({})).toBe(true);
  expect(shown({ who: "ada", on: MACHINE, what: ["sessions"], last: "1d" })).toBe(true);
  expect(shown({ session: row.details.session_id })).toBe(true);
  for (const change of [
    { who: "bob" },
    { on: "db" },
    { what: ["files"] },
    { session: MACHINE.replace("01", "02") },
    { to: "2026-03-01" },
  ]) {
    expect([change, shown(change)]).toEqual([change, false]);
  }
});

test("blanks narrow nothing", () => {
  expect(isWholeLog({ ...WHOLE_LOG, who: "  " })).toBe(true);
  expect(isWholeLog({ ...WHOLE_LOG, last: "1d" })).toBe(false);
});
