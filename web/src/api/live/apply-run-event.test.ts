import { expect, test } from "bun:test";
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { RunMachine, ScriptRun, ScriptRunDetail } from "../../../../protocol/rest/scripts.ts";
import { applyToRunDetail, applyToRuns } from "./apply-run-event.ts";

const run = (id: string, facts: Partial<ScriptRun> = {}): ScriptRun => ({
  id,
  script_id: null,
  name: id,
  shell: "bash",
  timeout_s: 900,
  elevated: false,
  parameters: [],
  created_by: { id: "u1", name: "Ada" },
  created_at: "2026-01-01T00:00:00.000Z",
  ended_at: null,
  machine_count: 2,
  counts: { waiting: 2, running: 0, succeeded: 0, failed: 0, other: 0 },
  ...facts,
});
const machine = (id: string, state: RunMachine["state"]): RunMachine => ({
  machine_id: id,
  machine_name: id,
  state,
  exit_code: null,
  message: "",
  started_at: null,
  ended_at: null,
  output_cut: false,
});
const updated = (of: ScriptRun, one: RunMachine | null = null): LiveEvent => ({
  type: "script_run.updated",
  run: of,
  machine: one,
});

test("a run that begins stands first, and one that is known changes in its place", () => {
  const pages = [{ items: [run("b")] }, { items: [run("a")] }];
  expect(applyToRuns(pages, updated(run("c"))).map(({ items }) => items.map(({ id }) => id))).toEqual([
    ["c", "b"],
    ["a"],
  ]);
  const ended = run("a", { ended_at: "2026-01-01T00:01:00.000Z" });
  const after = applyToRuns(pages, updated(ended));
  expect(after[1]?.items).toEqual([ended]);
  expect(after[0]).toBe(pages[0] as { items: ScriptRun[] });
});

test("a machine's new result takes its place in the run that is open, and no other", () => {
  const detail: ScriptRunDetail = {
    ...run("r"),
    script: "true",
    machines: [machine("m1", "queued"), machine("m2", "queued")],
  };
  const after = applyToRunDetail(
    detail,
    updated(run("r", { counts: { ...detail.counts, waiting: 1, running: 1 } }), machine("m2", "running")),
  );
  expect(after.machines.map(({ state }) => state)).toEqual(["queued", "running"]);
  expect(after.counts.running).toBe(1);
  expect(after.script).toBe("true");
  expect(applyToRunDetail(detail, updated(run("other"), machine("m2", "done")))).toBe(detail);
});
