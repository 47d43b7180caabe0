/** `GET /api/script-runs`: one's own, administrators everybody's, newest first. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { ScriptRun, scriptRunQuery } from "../../../protocol/rest/scripts.ts";
import { scriptRuns } from "../../db/schema/script-runs.ts";
import { type Actor, personOf } from "../actor.ts";
import { administers, requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectRuns, shapeRun } from "./run-record.ts";

export async function listRuns(
  { db }: Pick<ServiceContext, "db">,
  actor: Actor,
  { limit, cursor, script_id }: z.infer<typeof scriptRunQuery>,
): Promise<Page<ScriptRun>> {
  requireAllowed(actor, "script_runs.list", null);
  const person = personOf(actor);
  const rows = await selectRuns(db)
    .where(
      and(
        administers(person) ? undefined : eq(scriptRuns.createdBy, person.id),
        script_id ? eq(scriptRuns.scriptId, script_id) : undefined,
        cursor ? lt(scriptRuns.id, decodeCursor(cursor, 1)[0] ?? "") : undefined,
      ),
    )
    .orderBy(desc(scriptRuns.id))
    .limit(limit + 1);
  return pageOf(rows, limit, shapeRun, (row) => [row.id]);
}
