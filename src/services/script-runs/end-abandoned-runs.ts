/** Runs that no process carries out any more, after a crash or a restart: what was under way is not known, and is called so. */
import { and, eq, inArray, isNull, lt } from "drizzle-orm";
import { scriptRunMachines } from "../../db/schema/script-run-machines.ts";
import { scriptRuns } from "../../db/schema/script-runs.ts";
import type { ServiceContext } from "../context.ts";
import { ALIVE_INTERVAL_MS } from "./carry-out-run.ts";
import { publishRun } from "./publish-run.ts";

const ABANDONED = "the server was restarted while it ran: it may have gone on to its end";
const NEVER_BEGUN = "the server was restarted before its turn came";

export async function endAbandonedRuns(context: ServiceContext): Promise<void> {
  const { db, activeRuns, now } = context;
  const aliveSince = new Date(now().getTime() - 3 * ALIVE_INTERVAL_MS);
  const open = await db
    .select({ id: scriptRuns.id })
    .from(scriptRuns)
    .where(and(isNull(scriptRuns.endedAt), lt(scriptRuns.aliveAt, aliveSince)));
  for (const { id } of open.filter((run) => !activeRuns.has(run.id))) {
    await db.transaction(async (tx) => {
      const endedAt = now();
      const ofRun = (state: "running" | "queued") =>
        and(eq(scriptRunMachines.runId, id), inArray(scriptRunMachines.state, [state]));
      await tx.update(scriptRunMachines).set({ state: "unknown", message: ABANDONED, endedAt }).where(ofRun("running"));
      await tx
        .update(scriptRunMachines)
        .set({ state: "stopped", message: NEVER_BEGUN, endedAt })
        .where(ofRun("queued"));
      await tx.update(scriptRuns).set({ endedAt }).where(eq(scriptRuns.id, id));
    });
    await publishRun(context, id);
  }
}
