/** The relay tells that a session is over: by its agent, or because nobody came any more. */
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { noteVisitSessionEnded } from "../support/end-visits.ts";
import { markEnded } from "./mark-ended.ts";
import { findSession } from "./session-record.ts";

type Needs = Pick<ServiceContext, "db" | "events" | "now" | "live" | "presence" | "streams">;

export async function recordEnd(context: Needs, sessionId: string, endedBy: string): Promise<void> {
  context.streams.endSession(sessionId);
  try {
    const ended = await context.db.transaction(async (tx) =>
      markEnded(context, tx, { kind: "system", name: "relay" }, await findSession(tx, sessionId), endedBy),
    );
    if (!ended) return;
    context.events.publish({ type: "session.ended", session: ended });
    await noteVisitSessionEnded(context, ended.id);
  } catch (error) {
    // Its machine or its row went meanwhile: there is nothing left to end.
    if (!(error instanceof ServiceFailure && error.kind === "not_found")) throw error;
  }
}
