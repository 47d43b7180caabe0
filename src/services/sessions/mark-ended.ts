/** Writes that a session is over, once: whoever comes second changes nothing. */
import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import type { SessionRecord } from "./session-record.ts";

/** @returns the ended session, null when it was over already */
export async function markEnded(
  context: Pick<ServiceContext, "now">,
  tx: Transaction,
  actor: Actor,
  session: SessionRecord,
  endedBy: string,
): Promise<SessionRecord | null> {
  const endedAt = context.now();
  const [ended] = await tx
    .update(sessions)
    .set({ endedAt, endedBy })
    .where(and(eq(sessions.id, session.id), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  if (!ended) return null;
  const target = { kind: "machine", id: session.machineId, name: session.machineName };
  const details = { session_id: session.id, ended_by: endedBy };
  await recordAudit(tx, actor, { action: "session.ended", target, details }, context.now());
  return { ...session, endedAt, endedBy };
}
