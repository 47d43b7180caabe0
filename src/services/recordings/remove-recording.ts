/** `DELETE /api/recordings/:id`, and what is too old or too much: the row goes with the file. */
import { rm } from "node:fs/promises";
import { asc, eq, isNotNull } from "drizzle-orm";
import { recordings } from "../../db/schema/recordings.ts";
import type { Actor } from "../actor.ts";
import { type AuditActor, recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { pathOf } from "./read-recording.ts";
import { findRecording } from "./recording-record.ts";

export async function removeRecording(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "recordings.list", null);
  const record = await findRecording(context.db, id);
  requireAllowed(actor, "recording.see", record, "recording");
  requireAllowed(actor, "recording.remove", record, "recording");
  if (record.endedAt === null) {
    throw new ServiceFailure("conflict", "it is still being written: end the session first", {
      code: "recording_runs",
    });
  }
  await remove(context, actor, record, "removed by hand");
}

const DAY_MS = 86_400_000;

/** Oldest first, until the rest is within both bounds. */
export async function removeExpiredRecordings(context: ServiceContext): Promise<void> {
  if (context.settings.recordingDirectory === undefined) return;
  const { recording_max_age_days, recording_max_bytes } = context.serverSettings.current();
  const maxAgeMs = (recording_max_age_days ?? Infinity) * DAY_MS;
  const maxBytes = recording_max_bytes ?? Infinity;
  const kept = await context.db
    .select()
    .from(recordings)
    .where(isNotNull(recordings.endedAt))
    .orderBy(asc(recordings.startedAt));
  let total = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const system = { kind: "system", name: "retention" } as const;
  for (const record of kept) {
    const isTooOld = context.now().getTime() - record.startedAt.getTime() > maxAgeMs;
    if (!isTooOld && total <= maxBytes) break;
    await remove(context, system, record, isTooOld ? "older than is kept" : "more than is kept");
    total -= record.sizeBytes;
  }
}

/** The row last: a file that is left behind would be found by nobody. */
async function remove(
  context: ServiceContext,
  actor: AuditActor,
  record: typeof recordings.$inferSelect,
  why: string,
): Promise<void> {
  await rm(pathOf(context, record), { force: true });
  await context.db.transaction(async (tx) => {
    const gone = await tx.delete(recordings).where(eq(recordings.id, record.id)).returning({ id: recordings.id });
    if (gone.length === 0) return;
    const target = { kind: "recording", id: record.id, name: record.machineName };
    const details = { session_id: record.sessionId, size_bytes: record.sizeBytes, why };
    await recordAudit(tx, actor, { action: "recording.removed", target, details }, context.now());
  });
}
