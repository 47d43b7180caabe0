/** A run as services read it, with how many of its machines stand where, and as people see it. */
import { eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { RunMachine, ScriptRun } from "../../../protocol/rest/scripts.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { type RunMachineRow, scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import { type ScriptRunRow, scriptRuns } from "../../db/schema/script-runs.ts";
import { notFound } from "../failures.ts";

export type RunCounts = ScriptRun["counts"];
export type RunRecord = ScriptRunRow & { counts: RunCounts };

/** In the order of `ScriptRun.counts`; each machine is in one of them. */
const countsOf = sql<RunCounts>`(
  select json_build_object(
    'waiting', count(*) filter (where one.state = 'queued'),
    'running', count(*) filter (where one.state = 'running'),
    'succeeded', count(*) filter (where one.state = 'done' and one.exit_code = 0),
    'failed', count(*) filter (where one.state in ('timed_out', 'not_started') or (one.state = 'done' and one.exit_code is distinct from 0)),
    'other', count(*) filter (where one.state not in ('queued', 'running', 'done', 'timed_out', 'not_started'))
  ) from script_run_machines one where one.run_id = script_runs.id)`;

export function selectRuns(db: Database | Transaction) {
  return db
    .select({ ...getTableColumns(scriptRuns), counts: countsOf })
    .from(scriptRuns)
    .$dynamic();
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findRun(db: Database | Transaction, id: string): Promise<RunRecord> {
  const [record] = await selectRuns(db).where(eq(scriptRuns.id, id));
  if (!record) throw notFound("script run");
  return record;
}

const { output: _, ...withoutOutput } = getTableColumns(scriptRunMachines);
export type RunMachineRecord = Omit<RunMachineRow, "output">;

/** By the machine's name, without what they said. */
export function selectRunMachines(db: Database | Transaction, condition: SQL | undefined) {
  return db
    .select(withoutOutput)
    .from(scriptRunMachines)
    .where(condition)
    .orderBy(scriptRunMachines.machineName, scriptRunMachines.machineId);
}

export function shapeRun(run: RunRecord): ScriptRun {
  const { counts } = run;
  return {
    id: run.id,
    script_id: run.scriptId,
    name: run.name,
    shell: run.shell,
    timeout_s: run.timeoutS,
    elevated: run.isElevated,
    parameters: run.parameterNames,
    created_by: { id: run.createdBy, name: run.createdByName },
    created_at: run.createdAt.toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
    machine_count: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
  };
}

export function shapeRunMachine(row: RunMachineRecord): RunMachine {
  return {
    machine_id: row.machineId,
    machine_name: row.machineName,
    state: row.state,
    exit_code: row.exitCode,
    message: row.message,
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    output_cut: row.isOutputCut,
  };
}
