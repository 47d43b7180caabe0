/** `POST /api/script-runs/:id/stop`: on one machine, or wherever it is not over yet. */
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { findRun } from "./run-record.ts";

export async function stopRun(
  { db, activeRuns, now }: Pick<ServiceContext, "db" | "activeRuns" | "now">,
  actor: Actor,
  { runId, machineId }: { runId: string; machineId?: string },
): Promise<void> {
  requireAllowed(actor, "script_runs.list", null);
  await db.transaction(async (tx) => {
    const run = await findRun(tx, runId);
    requireAllowed(actor, "script_run.see", run, "script run");
    const target = { kind: "script_run", id: runId, name: run.name };
    const details = machineId ? { machine_id: machineId } : {};
    await recordAudit(tx, actor, { action: "script_run.stopped", target, details }, now());
  });
  if (activeRuns.stop(runId, machineId)) return;
  throw new ServiceFailure("conflict", "there is nothing to stop: it is over", { code: "run_is_over" });
}
