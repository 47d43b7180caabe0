/** A recording as services read it, with what decides who may see it, and as people see it. */
import { eq, getTableColumns } from "drizzle-orm";
import type { Recording } from "../../../protocol/rest/recordings.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { recordings } from "../../db/schema/recordings.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { notFound } from "../failures.ts";

/** Null also for a machine or session that was removed: then only administrators see it. */
export const recordingColumns = {
  ...getTableColumns(recordings),
  machineGroupId: machines.groupId,
  userId: sessions.userId,
};

export type RecordingRecord = typeof recordings.$inferSelect & { machineGroupId: string | null; userId: string | null };

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findRecording(db: Database | Transaction, id: string): Promise<RecordingRecord> {
  const [record] = await selectRecordings(db).where(eq(recordings.id, id));
  if (!record) throw notFound("recording");
  return record;
}

export function selectRecordings(db: Database | Transaction) {
  return db
    .select(recordingColumns)
    .from(recordings)
    .leftJoin(machines, eq(machines.id, recordings.machineId))
    .leftJoin(sessions, eq(sessions.id, recordings.sessionId))
    .$dynamic();
}

export function shapeRecording(record: RecordingRecord): Recording {
  return {
    id: record.id,
    session_id: record.sessionId,
    machine_id: record.machineId,
    machine_name: record.machineName,
    user_name: record.userName,
    started_at: record.startedAt.toISOString(),
    ended_at: record.endedAt?.toISOString() ?? null,
    size_bytes: record.sizeBytes,
  };
}
