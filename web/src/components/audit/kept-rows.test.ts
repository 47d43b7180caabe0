import { expect, test } from "bun:test";
import type { AuditEntryRow } from "../../../../protocol/rest/audit.ts";
import { keptRows } from "./kept-rows.ts";

const row = (id: string) => ({ id }) as AuditEntryRow;

test("a log asked for anew keeps the rows that are shown, also below one that is new", () => {
  const shown = [row("b"), row("a")];
  const kept = keptRows(shown, [row("c"), row("b"), row("a")]);
  expect(kept.map(({ id }) => id)).toEqual(["c", "b", "a"]);
  expect(kept[1]).toBe(shown[0]);
  expect(kept[2]).toBe(shown[1]);
});

test("a row that is no longer asked for goes", () => {
  expect(keptRows([row("b"), row("a")], [row("a")]).map(({ id }) => id)).toEqual(["a"]);
});
