/** `GET /api/script-runs/:id`: with what became of it on each machine. */
import { eq } from "drizzle-orm";
import type { ScriptRunDetail } from "../../../protocol/rest/scripts.ts";
import { scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findRun, selectRunMachines, shapeRun, shapeRunMachine } from "./run-record.ts";

export async function getRun({ db }: Pick<ServiceContext, "db">, actor: Actor, id: string): Promise<ScriptRunDetail> {
  requireAllowed(actor, "script_runs.list", null);
  const run = await findRun(db, id);
  requireAllowed(actor, "script_run.see", run, "script run");
  const machines = await selectRunMachines(db, eq(scriptRunMachines.runId, id));
  return { ...shapeRun(run), script: run.script, machines: machines.map(shapeRunMachine) };
}
