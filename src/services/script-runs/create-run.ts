/** `POST /api/script-runs`: allowed on all of the machines, or not begun on any. */
import { and, inArray } from "drizzle-orm";
import type { z } from "zod";
import { DEFAULT_SCRIPT_TIMEOUT_S } from "../../../protocol/limits.ts";
import type { ScriptRun, scriptRunRequest } from "../../../protocol/rest/scripts.ts";
import type { Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import { scriptRuns } from "../../db/schema/script-runs.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { isKnown } from "../machines/find-machine.ts";
import { type MachineRecord, machineColumns } from "../machines/machine-record.ts";
import { findScript } from "../scripts/script-record.ts";
import { carryOutRun } from "./carry-out-run.ts";
import { fillParameters } from "./fill-parameters.ts";
import { shapeRun } from "./run-record.ts";

export type RunRequest = z.infer<typeof scriptRunRequest>;

type Chosen = Pick<typeof scriptRuns.$inferInsert, "scriptId" | "name" | "shell" | "script" | "timeoutS">;

const NAME_OF_UNSAVED = "Script";

export async function createRun(context: ServiceContext, actor: Actor, request: RunRequest): Promise<ScriptRun> {
  requireAllowed(actor, "script_runs.list", null);
  const person = personOf(actor);
  const [id, createdAt] = [Bun.randomUUIDv7(), context.now()];
  const { run, parameters, found } = await context.db.transaction(async (tx) => {
    const { chosen, parameters } = await choose(tx, request);
    const found = await findAll(tx, [...new Set(request.machine_ids)]);
    for (const machine of found) {
      requireAllowed(actor, "machine.see", machine, "machine");
      requireAllowed(
        actor,
        "machine.run_script",
        { groupId: machine.groupId, isElevated: request.elevated },
        "machine",
      );
    }
    const run = {
      id,
      ...chosen,
      scriptId: chosen.scriptId ?? null,
      isElevated: request.elevated,
      parameterNames: Object.keys(parameters),
      createdBy: person.id,
      createdByName: person.name,
      createdAt,
      aliveAt: createdAt,
      endedAt: null,
    };
    await tx.insert(scriptRuns).values(run);
    const rows = found.map((machine) => ({ runId: id, machineId: machine.id, machineName: machine.name }));
    await tx.insert(scriptRunMachines).values(rows);
    const target = { kind: "script_run", id, name: run.name };
    const details = {
      machines: found.length,
      shell: run.shell,
      ...(run.scriptId && { script_id: run.scriptId }),
      ...(run.isElevated && { elevated: true }),
    };
    await recordAudit(tx, actor, { action: "script_run.started", target, details }, createdAt);
    return { run, parameters, found };
  });
  const waiting = found.length;
  const record = { ...run, counts: { waiting, running: 0, succeeded: 0, failed: 0, other: 0 } };
  context.events.publish({ type: "script_run.updated", run: record, machine: null });
  const machineIds = found.map((machine) => machine.id);
  // Opened before anybody can hear of it: to stop it is possible from the first moment.
  const targets = context.activeRuns.open(id, machineIds);
  void carryOutRun(context, { run, parameters, actor: person, targets });
  return shapeRun(record);
}

async function choose(
  tx: Transaction,
  { script_id, script, shell, name, timeout_s, parameters }: RunRequest,
): Promise<{ chosen: Chosen; parameters: Record<string, string> }> {
  if (!script_id) {
    if (!script || !shell) throw new ServiceFailure("invalid_request", "either script_id, or script and shell");
    const timeoutS = timeout_s ?? DEFAULT_SCRIPT_TIMEOUT_S;
    return { chosen: { name: name || NAME_OF_UNSAVED, shell, script, timeoutS }, parameters };
  }
  const saved = await findScript(tx, script_id);
  const chosen = {
    scriptId: saved.id,
    name: saved.name,
    shell: saved.shell,
    script: saved.script,
    timeoutS: timeout_s ?? saved.timeoutS,
  };
  return { chosen, parameters: fillParameters(saved.parameters, parameters) };
}

/** @throws ServiceFailure (`not_found`) when one of them is not there */
async function findAll(tx: Transaction, ids: readonly string[]): Promise<MachineRecord[]> {
  const found = await tx
    .select(machineColumns)
    .from(machines)
    .where(and(inArray(machines.id, [...ids]), isKnown));
  if (found.length < ids.length) throw notFound("machine");
  return found;
}
