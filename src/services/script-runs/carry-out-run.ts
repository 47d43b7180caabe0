/** A run on all of its machines, some at once, each with its own end. It never throws: what goes wrong is a machine's result. */
import { eq } from "drizzle-orm";
import { scriptRuns } from "../../db/schema/script-runs.ts";
import { every } from "../../lib/every.ts";
import type { ServiceContext } from "../context.ts";
import { publishRun } from "./publish-run.ts";
import { type RunToDo, runOnMachine } from "./run-on-machine.ts";

/** How often a run that goes on says so; without it for three times as long it counts as abandoned. */
export const ALIVE_INTERVAL_MS = 60_000;

/** Enough to be done with 500 machines soon, few enough for their answers to be read at leisure. */
const MACHINES_AT_ONCE = 25;

export async function carryOutRun(context: ServiceContext, toDo: RunToDo): Promise<void> {
  const { run, targets } = toDo;
  const waiting = [...targets];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [machineId, target] = next;
      try {
        await runOnMachine(context, toDo, machineId, target);
      } catch (failure) {
        // Its row could not be written: the job that looks for abandoned runs will say so of it.
        context.warn("a script run's result could not be written", { err: failure, run: run.id, machine: machineId });
      }
    }
  };
  const failed = (failure: unknown) => context.warn("a script run could not be marked alive", { err: failure });
  const markAlive = async () => {
    await context.db.update(scriptRuns).set({ aliveAt: context.now() }).where(eq(scriptRuns.id, run.id));
  };
  const stopMarking = every(ALIVE_INTERVAL_MS, markAlive, failed);
  await Promise.all(Array.from({ length: MACHINES_AT_ONCE }, work));
  stopMarking();
  context.activeRuns.close(run.id);
  try {
    await context.db.update(scriptRuns).set({ endedAt: context.now() }).where(eq(scriptRuns.id, run.id));
    await publishRun(context, run.id);
  } catch (failure) {
    context.warn("a script run's end could not be written", { err: failure, run: run.id });
  }
}
