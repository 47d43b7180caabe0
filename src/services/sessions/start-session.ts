/** `POST /api/machines/:id/sessions`: Connect. */
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import { type Actor, permissionsOn } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { findMachine } from "../machines/find-machine.ts";
import { openSession, requireOnline } from "./open-session.ts";

export async function startSession(
  context: ServiceContext,
  actor: Actor,
  machineId: string,
  request: { view_only: boolean; reason: string },
): Promise<SessionTicket> {
  requireAllowed(actor, "machines.list", null);
  if (actor.kind !== "user") throw new ServiceFailure("forbidden", "only people start sessions");
  const { session, ticket, machine } = await context.db.transaction(async (tx) => {
    const machine = await findMachine(tx, machineId);
    requireAllowed(actor, "machine.see", machine, "machine");
    requireAllowed(actor, "session.start", machine, "machine");
    requireOnline(context, machine);
    // Who may not control has no more than a view, whatever was asked for.
    const viewOnly = request.view_only || !permissionsOn(actor, machine.groupId).includes("control");
    const wanted = { machine, byCode: false, viewOnly, reason: request.reason };
    return { machine, ...(await openSession(context, tx, actor, wanted)) };
  });
  context.events.publish({ type: "session.started", session: { ...session, machineGroupId: machine.groupId } });
  return ticket;
}
