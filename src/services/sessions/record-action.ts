/** What a technician does in a session, on record before it is done: the relay forwards it only once this has resolved. */
import type { AuditAction } from "../../../protocol/audit-actions.ts";
import { recordAudit } from "../audit/record.ts";
import type { Refusal } from "../audit/refusals.ts";
import type { ServiceContext } from "../context.ts";

/** Who is in the session, as the relay let them in. */
export type SessionViewer = {
  sessionId: string;
  machineId: string;
  machineName: string;
  userId: string | null;
  userName: string;
  address: string | null;
};

export type SessionAction = SessionViewer & { action: AuditAction; details: Record<string, unknown> };

/** @throws when it cannot be written: then it must not be done */
export async function recordAction(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  done: SessionAction,
): Promise<void> {
  const { actor, target } = rowOf(done);
  const details = { session_id: done.sessionId, ...done.details };
  await db.transaction((tx) => recordAudit(tx, actor, { action: done.action, target, details }, now()));
}

/** What they asked for and may not do. */
export function refusedAction(viewer: SessionViewer, refusal: { message: string; permission: string }): Refusal {
  return { ...rowOf(viewer), action: "session.action_refused", details: { session_id: viewer.sessionId, ...refusal } };
}

function rowOf({ userId, userName, address, machineId, machineName }: SessionViewer) {
  return {
    actor: { kind: "user", id: userId, name: userName, address },
    target: { kind: "machine", id: machineId, name: machineName },
  } as const;
}
