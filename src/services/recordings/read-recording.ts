/** `GET /api/recordings/:id/index` and `…/content`. Who looks into a recording, looks at somebody's screen: it is on record. */
import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import type { AuditAction } from "../../../protocol/audit-actions.ts";
import type { RecordingIndex } from "../../../protocol/rest/recordings.ts";
import { codeOf } from "../../lib/start-failure.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { framesOf } from "./recording-file.ts";
import { findRecording, type RecordingRecord } from "./recording-record.ts";

/** Asked for once by each player, before any of its content: one row for each time that somebody looks. */
export async function indexRecording(context: ServiceContext, actor: Actor, id: string): Promise<RecordingIndex> {
  const { path } = await locate(context, actor, id, "recording.viewed");
  const handle = await open(path).catch(explain);
  try {
    const index: RecordingIndex = { start_ms: 0, at_ms: [], offset: [], bytes: [] };
    let last = 0;
    for await (const { atMs, offset, bytes } of framesOf(handle)) {
      if (index.at_ms.length === 0) index.start_ms = atMs;
      // A clock that was set back while it was written.
      last = Math.max(last, atMs - index.start_ms);
      index.at_ms.push(last);
      index.offset.push(offset);
      index.bytes.push(bytes);
    }
    return index;
  } finally {
    await handle.close();
  }
}

export type RecordingContent = { file: Bun.BunFile; name: string };

/** @param isWhole a download; a player's ranges are on record by its index */
export async function readRecording(
  context: ServiceContext,
  actor: Actor,
  id: string,
  isWhole: boolean,
): Promise<RecordingContent> {
  const { path, record } = await locate(context, actor, id, isWhole ? "recording.downloaded" : null);
  const file = Bun.file(path);
  if (!(await file.exists())) throw lost();
  const day = record.startedAt.toISOString().slice(0, 10);
  return { file, name: `${record.machineName} ${day}.remrec` };
}

async function locate(context: ServiceContext, actor: Actor, id: string, action: AuditAction | null) {
  requireAllowed(actor, "recordings.list", null);
  const record = await context.db.transaction(async (tx) => {
    const found = await findRecording(tx, id);
    requireAllowed(actor, "recording.see", found, "recording");
    const target = { kind: "recording", id, name: found.machineName };
    if (action)
      await recordAudit(tx, actor, { action, target, details: { session_id: found.sessionId } }, context.now());
    return found;
  });
  return { record, path: pathOf(context, record) };
}

/** @throws ServiceFailure where recordings are kept nowhere any more */
export function pathOf(
  { settings }: Pick<ServiceContext, "settings">,
  { fileName }: Pick<RecordingRecord, "fileName">,
) {
  if (settings.recordingDirectory === undefined) {
    throw new ServiceFailure("conflict", "RECORDING_DIR is not set: recordings cannot be read", {
      code: "recording_off",
    });
  }
  return join(settings.recordingDirectory, basename(fileName));
}

function explain(error: unknown): never {
  if (codeOf(error) === "ENOENT") throw lost();
  throw error;
}

function lost(): ServiceFailure {
  return new ServiceFailure("gone", "the recording's file is not in RECORDING_DIR any more");
}
