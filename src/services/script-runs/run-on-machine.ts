/** One machine's turn in a run: the right is looked up anew, the record is written, and only then its agent is asked. */
import { and, eq } from "drizzle-orm";
import { RUN_END_GRACE_MS } from "../../../protocol/limits.ts";
import type { RunMachineState } from "../../../protocol/rest/scripts.ts";
import type { ScriptRunEnd } from "../../../protocol/script-run.ts";
import { machines } from "../../db/schema/machines.ts";
import { scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import type { ScriptRunRow } from "../../db/schema/script-runs.ts";
import { findPerson } from "../accounts/find-person.ts";
import { type Person, permissionsOn } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { machineColumns } from "../machines/machine-record.ts";
import { askAgent } from "../streams/ask-agent.ts";
import type { ActiveTarget } from "./active-runs.ts";
import { followOutput } from "./follow-output.ts";
import { publishRun } from "./publish-run.ts";
import { runDeadline } from "./run-deadline.ts";

export type RunToDo = {
  run: ScriptRunRow;
  parameters: Readonly<Record<string, string>>;
  actor: Person;
  targets: ReadonlyMap<string, ActiveTarget>;
  /** Default: `RUN_END_GRACE_MS`. */
  endGraceMs?: number;
};

type Result = { state: RunMachineState; exitCode?: number | null; message?: string };

export async function runOnMachine(
  context: ServiceContext,
  toDo: RunToDo,
  machineId: string,
  target: ActiveTarget,
): Promise<void> {
  const { run } = toDo;
  const result = await begin(context, toDo, machineId, target);
  const values = {
    state: result.state,
    exitCode: result.exitCode ?? null,
    message: (result.message ?? "").replaceAll("\0", "\uFFFD").toWellFormed(),
    endedAt: context.now(),
    output: [...target.parts],
    isOutputCut: target.isCut,
  };
  await context.db.update(scriptRunMachines).set(values).where(rowOf(run.id, machineId));
  context.activeRuns.release(run.id, machineId);
  await publishRun(context, run.id, machineId);
}

const rowOf = (runId: string, machineId: string) =>
  and(eq(scriptRunMachines.runId, runId), eq(scriptRunMachines.machineId, machineId));

async function begin(context: ServiceContext, toDo: RunToDo, machineId: string, target: ActiveTarget): Promise<Result> {
  if (target.stopping.aborted) return { state: "stopped", message: "stopped before its turn came" };
  try {
    const person = await record(context, toDo, machineId);
    if ("state" in person) return person;
    await publishRun(context, toDo.run.id, machineId);
    return await ask(context, toDo, { machineId, target, person: person.person, groupId: person.groupId });
  } catch (failure) {
    return explain(failure);
  }
}

/** Who asks, with the rights of this moment; on record, in one transaction. Without the record nothing is asked. */
async function record(
  context: ServiceContext,
  { run, actor }: RunToDo,
  machineId: string,
): Promise<Result | { person: Person; groupId: string | null }> {
  const { db, live, now } = context;
  return db.transaction(async (tx) => {
    const person = await findPerson(context, tx, actor);
    const [machine] = await tx.select(machineColumns).from(machines).where(eq(machines.id, machineId));
    if (!machine) return { state: "removed", message: "the machine was removed" } as const;
    const wanted = { ...machine, isElevated: run.isElevated };
    if (!person || person.mustSetUpSecondFactor || authorize(person, "machine.run_script", wanted) !== "allowed") {
      return { state: "refused", message: "who started it may not run scripts on this machine any more" } as const;
    }
    if (!live.isMachineOnline(machineId)) return { state: "offline", message: "it is not connected" } as const;
    await tx.update(scriptRunMachines).set({ state: "running", startedAt: now() }).where(rowOf(run.id, machineId));
    const target = { kind: "machine", id: machineId, name: machine.name };
    const details = { run_id: run.id, script: run.name, shell: run.shell, ...(run.isElevated && { elevated: true }) };
    await recordAudit(tx, person, { action: "machine.script_run", target, details }, now());
    return { person, groupId: machine.groupId };
  });
}

type Asked = { machineId: string; target: ActiveTarget; person: Person; groupId: string | null };

async function ask(
  context: ServiceContext,
  { run, parameters, endGraceMs = RUN_END_GRACE_MS }: RunToDo,
  { machineId, target, person, groupId }: Asked,
): Promise<Result> {
  const asking = {
    machineId,
    permissions: new Set(permissionsOn(person, groupId)),
    technician: { name: person.name, email: person.email },
  };
  const stop = () => {
    const request = { kind: "script_stop", run_id: run.id } as const;
    const signal = AbortSignal.timeout(endGraceMs);
    askAgent(context, { ...asking, sessionId: crypto.randomUUID(), request, signal })
      .then(({ bytes }) => bytes?.cancel())
      .catch((failure: unknown) =>
        context.warn("a script was not stopped", { err: failure, run: run.id, machine: machineId }),
      );
  };
  const deadline = runDeadline(run.timeoutS * 1_000, endGraceMs, target.stopping);
  try {
    const { bytes } = await askAgent(context, {
      ...asking,
      // Of no session: the agent needs none, and the relay finds none of that name.
      sessionId: crypto.randomUUID(),
      request: {
        kind: "script_run",
        run_id: run.id,
        shell: run.shell,
        timeout_s: run.timeoutS,
        elevated: run.isElevated,
      },
      body: new Response(JSON.stringify({ script: run.script, parameters })).body ?? undefined,
      signal: deadline.signal,
    });
    if (!bytes) return { state: "unknown", message: "the machine's answer could not be understood" };
    target.stopping.addEventListener("abort", stop, { once: true });
    if (target.stopping.aborted) stop();
    const end = await followOutput(bytes, target);
    if (end) return resultOf(end);
    return deadline.signal.aborted ? overdue(stop) : lostSight();
  } catch (failure) {
    if (deadline.signal.aborted) return overdue(stop);
    throw failure;
  } finally {
    target.stopping.removeEventListener("abort", stop);
    deadline.forget();
  }
}

function resultOf({ exit_code, reason, message = "" }: ScriptRunEnd): Result {
  switch (reason) {
    case "stopped":
      return { state: "stopped", exitCode: exit_code, message };
    case "timed_out":
      return { state: "timed_out", exitCode: exit_code, message: message || "it took longer than it may" };
    case "not_started":
      return { state: "not_started", message };
    case undefined:
      return { state: "done", exitCode: exit_code, message: exit_code === null ? "it was killed" : message };
  }
}

function lostSight(): Result {
  return { state: "unknown", message: "the connection was lost while it ran: it may have gone on to its end" };
}

function overdue(stop: () => void): Result {
  stop();
  return {
    state: "unknown",
    message: "its time is over, and the machine did not say that it ended: it may go on there",
  };
}

const REFUSALS: Readonly<Record<string, Result["state"]>> = {
  machine_offline: "offline",
  waiting_consent: "needs_consent",
  unsupported_agent: "unsupported",
  forbidden: "refused",
  busy: "not_started",
  rate_limited: "not_started",
};

/** Before the agent has answered: it may have begun all the same, unless it said no. */
function explain(failure: unknown): Result {
  if (!(failure instanceof ServiceFailure)) return { state: "unknown", message: "something went wrong in the server" };
  return { state: REFUSALS[failure.code] ?? "unknown", message: failure.message };
}
