/** `GET /api/sessions`: history and what runs, newest first. */
import { and, desc, eq, inArray, isNotNull, isNull, lt, or, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { Session, sessionQuery } from "../../../protocol/rest/people.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { Actor, Person } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { sessionColumns, shapeSession } from "./session-record.ts";

export async function listSessions(
  context: ServiceContext,
  actor: Actor,
  query: z.infer<typeof sessionQuery>,
): Promise<Page<Session>> {
  requireAllowed(actor, "sessions.list", null);
  if (actor.kind !== "user") return { items: [], next_cursor: null };
  const conditions: (SQL | undefined)[] = [visibleTo(actor)];
  if (query.machine_id) conditions.push(eq(sessions.machineId, query.machine_id));
  if (query.live === "true") conditions.push(isNull(sessions.endedAt));
  if (query.live === "false") conditions.push(isNotNull(sessions.endedAt));
  if (query.cursor) conditions.push(lt(sessions.id, decodeCursor(query.cursor, 1)[0] ?? ""));
  const rows = await context.db
    .select(sessionColumns)
    .from(sessions)
    .leftJoin(machines, eq(machines.id, sessions.machineId))
    .where(and(...conditions))
    .orderBy(desc(sessions.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shapeSession, (row) => [row.id]);
}

/** The same set as `session.see` allows, as SQL. */
function visibleTo(person: Person): SQL | undefined {
  if (person.role === "admin") return undefined;
  const groups = [...person.memberships].filter(([, permissions]) => permissions.length > 0).map(([id]) => id);
  return or(eq(sessions.userId, person.id), inArray(machines.groupId, groups));
}
