/** `GET /api/script-runs/:id/machines/:machine_id/output`: what it said on one machine, from a place on. */
import { and, eq } from "drizzle-orm";
import type { RunOutput } from "../../../protocol/rest/scripts.ts";
import { type KeptPart, scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { findRun } from "./run-record.ts";

export async function getRunOutput(
  { db, activeRuns }: Pick<ServiceContext, "db" | "activeRuns">,
  actor: Actor,
  { runId, machineId, offset }: { runId: string; machineId: string; offset: number },
): Promise<RunOutput> {
  requireAllowed(actor, "script_runs.list", null);
  requireAllowed(actor, "script_run.see", await findRun(db, runId), "script run");
  // Before its row: what is released by the time the row is read is whole in it.
  const active = activeRuns.find(runId, machineId);
  const [row] = await db
    .select()
    .from(scriptRunMachines)
    .where(and(eq(scriptRunMachines.runId, runId), eq(scriptRunMachines.machineId, machineId)));
  if (!row) throw notFound("machine of this run");
  const live = row.endedAt === null ? active : null;
  const { parts, next } = since(live?.parts ?? row.output, offset);
  return { parts, next_offset: next, is_cut: live?.isCut ?? row.isOutputCut, is_over: row.endedAt !== null };
}

/** @param offset in UTF-16 units, over all parts */
function since(all: readonly KeptPart[], offset: number): { parts: KeptPart[]; next: number } {
  const parts: KeptPart[] = [];
  let at = 0;
  for (const { stream, data } of all) {
    const skipped = Math.max(0, offset - at);
    if (skipped < data.length) parts.push({ stream, data: data.slice(skipped) });
    at += data.length;
  }
  return { parts, next: at };
}
