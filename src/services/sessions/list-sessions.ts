/** `GET /api/sessions`: history and what runs, newest first. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { Session, sessionQuery } from "../../../protocol/rest/people.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { sessionConditions } from "./session-conditions.ts";
import { sessionColumns, shapeSession } from "./session-record.ts";

export async function listSessions(
  context: Pick<ServiceContext, "db">,
  actor: Actor,
  query: z.infer<typeof sessionQuery>,
): Promise<Page<Session>> {
  requireAllowed(actor, "sessions.list", null);
  if (actor.kind !== "user") return { items: [], next_cursor: null };
  const before = query.cursor ? lt(sessions.id, decodeCursor(query.cursor, 1)[0] ?? "") : undefined;
  const rows = await context.db
    .select(sessionColumns)
    .from(sessions)
    .leftJoin(machines, eq(machines.id, sessions.machineId))
    .where(and(...sessionConditions(actor, query), before))
    .orderBy(desc(sessions.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shapeSession, (row) => [row.id]);
}
