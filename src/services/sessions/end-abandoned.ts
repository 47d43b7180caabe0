/** Ends sessions that no viewer ever came to, or came back to after a restart: the relay knows nothing of them. */
import { and, eq, isNull, lt } from "drizzle-orm";
import { SESSION_LINGER_MS } from "../../../protocol/limits.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { ServiceContext } from "../context.ts";
import { recordEnd } from "./record-end.ts";
import { sessionColumns } from "./session-record.ts";

/** @param processStartedAt viewers of sessions from before have this long to come back, too */
export async function endAbandonedSessions(context: ServiceContext, processStartedAt: Date): Promise<void> {
  const before = new Date(context.now().getTime() - SESSION_LINGER_MS);
  if (processStartedAt > before) return;
  const candidates = await context.db
    .select(sessionColumns)
    .from(sessions)
    .leftJoin(machines, eq(machines.id, sessions.machineId))
    .where(and(isNull(sessions.endedAt), lt(sessions.startedAt, before)));
  for (const session of candidates) {
    if (context.live.hasSession(session.id, session.machineId)) continue;
    await recordEnd(context, session.id, "idle");
  }
}
