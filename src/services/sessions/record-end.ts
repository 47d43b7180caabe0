/** The relay tells that a session is over: by its agent, or because nobody came any more. */
import type { Agent } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { noteVisitSessionEnded } from "../support/end-visits.ts";
import { markEnded } from "./mark-ended.ts";
import { findSession } from "./session-record.ts";

type Needs = Pick<ServiceContext, "db" | "events" | "now" | "live" | "presence" | "streams">;

/** @param agent where it was the machine that ended it */
export async function recordEnd(
  context: Needs,
  sessionId: string,
  endedBy: string,
  agent: Agent | null = null,
): Promise<void> {
  context.streams.endSession(sessionId);
  try {
    const ended = await context.db.transaction(async (tx) =>
      markEnded(context, tx, agent ?? { kind: "system", name: "relay" }, await findSession(tx, sessionId), endedBy),
    );
    if (!ended) return;
    context.events.publish({ type: "session.ended", session: ended });
    await noteVisitSessionEnded(context, ended.id);
  } catch (error) {
    // Its machine or its row went meanwhile: there is nothing left to end.
    if (!(error instanceof ServiceFailure && error.kind === "not_found")) throw error;
  }
}
