/** A support session as services read it, and as people see it. */
import { eq, getTableColumns } from "drizzle-orm";
import type { Session } from "../../../protocol/rest/people.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { type SessionRow, sessions } from "../../db/schema/sessions.ts";
import { notFound } from "../failures.ts";

/** `machineGroupId` decides who may see it; null also for a machine that was removed. */
export type SessionRecord = SessionRow & { machineGroupId: string | null };

export const sessionColumns = { ...getTableColumns(sessions), machineGroupId: machines.groupId };

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findSession(db: Database | Transaction, id: string): Promise<SessionRecord> {
  const [record] = await db
    .select(sessionColumns)
    .from(sessions)
    .leftJoin(machines, eq(machines.id, sessions.machineId))
    .where(eq(sessions.id, id));
  if (!record) throw notFound("session");
  return record;
}

export function shapeSession(record: SessionRow): Session {
  return {
    id: record.id,
    machine_id: record.machineId,
    machine_name: record.machineName,
    user_id: record.userId,
    user_name: record.userName,
    view_only: record.viewOnly,
    reason: record.reason,
    started_at: record.startedAt.toISOString(),
    ended_at: record.endedAt?.toISOString() ?? null,
    ended_by: record.endedBy,
    notes: record.notes,
  };
}
