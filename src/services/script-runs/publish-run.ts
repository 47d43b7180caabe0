/** Tells whoever watches how a run stands now, and which machine's result is new. */
import { and, eq } from "drizzle-orm";
import { scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import type { ServiceContext } from "../context.ts";
import { findRun, selectRunMachines } from "./run-record.ts";

export async function publishRun(
  { db, events }: Pick<ServiceContext, "db" | "events">,
  runId: string,
  machineId?: string,
): Promise<void> {
  const run = await findRun(db, runId);
  const [machine] = machineId
    ? await selectRunMachines(db, and(eq(scriptRunMachines.runId, runId), eq(scriptRunMachines.machineId, machineId)))
    : [];
  events.publish({ type: "script_run.updated", run, machine: machine ?? null });
}
