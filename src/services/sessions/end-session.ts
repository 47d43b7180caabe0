/** `DELETE /api/sessions/:id`: ends it for everybody in it. Ending what is over is no fault. */
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { noteVisitSessionEnded } from "../support/end-visits.ts";
import { markEnded } from "./mark-ended.ts";
import { findSession } from "./session-record.ts";

export async function endSession(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "sessions.list", null);
  const endedBy = actor.kind === "user" ? actor.name : "system";
  const ended = await context.db.transaction(async (tx) => {
    const session = await findSession(tx, id);
    requireAllowed(actor, "session.see", session, "session");
    requireAllowed(actor, "session.end", session, "session");
    return markEnded(context, tx, actor, session, endedBy);
  });
  if (!ended) return;
  context.live.endSession(ended.id, endedBy);
  context.streams.endSession(ended.id);
  context.events.publish({ type: "session.ended", session: ended });
  await noteVisitSessionEnded(context, ended.id);
}
