/** What a technician does in a session, on record before it is done: the relay forwards it only once this has resolved. */
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";

export type SessionAction = {
  sessionId: string;
  machineId: string;
  machineName: string;
  userId: string | null;
  userName: string;
  action: string;
  details: Record<string, unknown>;
};

/** @throws when it cannot be written: then it must not be done */
export async function recordAction(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  done: SessionAction,
): Promise<void> {
  const actor = { kind: "user", id: done.userId, name: done.userName, address: null } as const;
  const target = { kind: "machine", id: done.machineId, name: done.machineName };
  const details = { session_id: done.sessionId, ...done.details };
  await db.transaction((tx) => recordAudit(tx, actor, { action: done.action, target, details }, now()));
}
