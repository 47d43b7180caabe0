/** `POST /api/sessions/:id/join`: a further ticket for a session that runs. */
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import { type Actor, permissionsOn } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { holdsCodeTicket } from "./code-ticket.ts";
import { findSession } from "./session-record.ts";
import { issueTicket } from "./ticket.ts";

export async function joinLive(
  context: ServiceContext,
  actor: Actor,
  sessionId: string,
  request: { view_only: boolean },
): Promise<SessionTicket> {
  requireAllowed(actor, "sessions.list", null);
  if (actor.kind !== "user") throw new ServiceFailure("forbidden", "only people join sessions");
  return context.db.transaction(async (tx) => {
    const session = await findSession(tx, sessionId);
    requireAllowed(actor, "session.see", session, "session");
    requireAllowed(actor, "session.join", session, "session");
    if (session.endedAt) throw new ServiceFailure("gone", "this session has ended: connect to the machine anew");
    const { machineGroupId } = session;
    const byCode = await holdsCodeTicket(tx, sessionId, actor.id);
    const held = permissionsOn(actor, machineGroupId);
    if (!byCode && !held.includes("view")) throw new ServiceFailure("forbidden", "you may no longer see this machine");
    const viewOnly =
      request.view_only || (session.userId === actor.id && session.viewOnly) || (!byCode && !held.includes("control"));
    const ticket = await issueTicket(context, tx, actor, { sessionId, machineGroupId, byCode, viewOnly });
    const target = { kind: "machine", id: session.machineId, name: session.machineName };
    const details = { session_id: sessionId, view_only: viewOnly };
    await recordAudit(tx, actor, { action: "session.joined", target, details }, context.now());
    return ticket;
  });
}
