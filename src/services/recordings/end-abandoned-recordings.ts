/** Recordings that a crash cut off: their sessions are over, and nobody writes on. Their files are valid to the last whole frame. */
import { stat } from "node:fs/promises";
import { and, eq, isNotNull, isNull, or } from "drizzle-orm";
import { recordings } from "../../db/schema/recordings.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { ServiceContext } from "../context.ts";
import { pathOf } from "./read-recording.ts";

export async function endAbandonedRecordings(context: ServiceContext): Promise<void> {
  if (context.settings.recordingDirectory === undefined) return;
  const cutOff = await context.db
    .select({
      id: recordings.id,
      sessionId: recordings.sessionId,
      fileName: recordings.fileName,
      endedAt: sessions.endedAt,
    })
    .from(recordings)
    .leftJoin(sessions, eq(sessions.id, recordings.sessionId))
    .where(and(isNull(recordings.endedAt), or(isNull(sessions.id), isNotNull(sessions.endedAt))));
  for (const { id, sessionId, fileName, endedAt } of cutOff) {
    if (context.isRecording(sessionId)) continue;
    const file = await stat(pathOf(context, { fileName })).catch(() => null);
    await context.db
      .update(recordings)
      .set({ sizeBytes: file?.size ?? 0, endedAt: endedAt ?? file?.mtime ?? context.now() })
      .where(eq(recordings.id, id));
  }
}
