/** `GET /api/recordings`: newest first, those that the caller may see. */
import { and, desc, eq, inArray, lt, or, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { RecordingList, recordingQuery } from "../../../protocol/rest/recordings.ts";
import { machines } from "../../db/schema/machines.ts";
import { recordings } from "../../db/schema/recordings.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { type Actor, type Person, permissionsOn } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page.ts";
import { selectRecordings, shapeRecording } from "./recording-record.ts";

export async function listRecordings(
  context: ServiceContext,
  actor: Actor,
  query: z.infer<typeof recordingQuery>,
): Promise<RecordingList> {
  requireAllowed(actor, "recordings.list", null);
  const is_on = context.settings.recordingDirectory !== undefined;
  if (actor.kind !== "user") return { items: [], next_cursor: null, is_on };
  const conditions: (SQL | undefined)[] = [visibleTo(actor)];
  if (query.machine_id) conditions.push(eq(recordings.machineId, query.machine_id));
  if (query.session_id) conditions.push(eq(recordings.sessionId, query.session_id));
  if (query.cursor) conditions.push(lt(recordings.id, decodeCursor(query.cursor, 1)[0] ?? ""));
  const rows = await selectRecordings(context.db)
    .where(and(...conditions))
    .orderBy(desc(recordings.id))
    .limit(query.limit + 1);
  return { ...pageOf(rows, query.limit, shapeRecording, (row) => [row.id]), is_on };
}

/** The same set as `recording.see` allows, as SQL. */
function visibleTo(person: Person): SQL | undefined {
  const own = eq(sessions.userId, person.id);
  if (person.role === "admin") return permissionsOn(person, null).includes("view") ? undefined : own;
  const groups = [...person.memberships].filter(([, permissions]) => permissions.includes("view")).map(([id]) => id);
  return or(own, inArray(machines.groupId, groups));
}
