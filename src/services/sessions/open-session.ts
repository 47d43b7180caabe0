/** A new session with its first ticket; how one came to it (Connect, a code) is the caller's. */
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import type { Transaction } from "../../db/database.ts";
import { type SessionRow, sessions } from "../../db/schema/sessions.ts";
import type { Person } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { issueTicket } from "./ticket.ts";

export type NewSession = {
  machine: { id: string; name: string; groupId: string | null };
  byCode: boolean;
  viewOnly: boolean;
  /** Why, for the person at the machine; empty: not said. */
  reason?: string;
};

/** The caller publishes `session.started` once its transaction is through. */
export async function openSession(
  context: ServiceContext,
  tx: Transaction,
  person: Person,
  { machine, byCode, viewOnly, reason = "" }: NewSession,
): Promise<{ session: SessionRow; ticket: SessionTicket }> {
  const row = {
    id: Bun.randomUUIDv7(),
    machineId: machine.id,
    machineName: machine.name,
    userId: person.id,
    userName: person.name,
    viewOnly,
    reason,
    startedAt: context.now(),
  };
  const [session] = await tx.insert(sessions).values(row).returning();
  if (!session) throw new Error(`session ${row.id} was inserted but not returned`);
  const machineGroupId = machine.groupId;
  const ticket = await issueTicket(context, tx, person, { sessionId: session.id, machineGroupId, byCode, viewOnly });
  const target = { kind: "machine", id: machine.id, name: machine.name };
  const details = { session_id: session.id, view_only: viewOnly, by_code: byCode, ...(reason && { reason }) };
  await recordAudit(tx, person, { action: "session.started", target, details }, context.now());
  return { session, ticket };
}

/** @throws ServiceFailure (`machine_offline`) */
export function requireOnline(context: ServiceContext, machine: { id: string; name: string }): void {
  if (context.live.isMachineOnline(machine.id)) return;
  throw new ServiceFailure("conflict", `${machine.name} is offline: start its agent, or wake it`, {
    code: "machine_offline",
  });
}
