/** Writes live sessions into RECORDING_DIR. The file is there with its first frame, and so is its row. */
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { recordings } from "../../db/schema/recordings.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { RecordingFile } from "./recording-file.ts";

export type RecordedSession = { sessionId: string; machineId: string; machineName: string; userName: string };

export type OpenRecording = {
  /** One frame at a time. Rejects once, when nothing more can be written; the file is closed then, valid as it is. */
  write(jpeg: Uint8Array, atMs: number): Promise<void>;
  close(): Promise<void>;
};

export type Recorder = {
  /** Null: sessions are not recorded. */
  open(session: RecordedSession): OpenRecording | null;
  isOpen(sessionId: string): boolean;
  /** All that is open is closed; ends when it is on disk. */
  stop(): Promise<void>;
};

/** Lists show how large a recording has become by then. */
const SIZE_EVERY_MS = 10_000;

type Base = Pick<ServiceContext, "db" | "now" | "warn">;

export function fileNameOf(sessionId: string): string {
  return `${sessionId}.remrec`;
}

export function createRecorder(base: Base, directory: string | undefined): Recorder {
  const open = new Map<string, { close(): Promise<void> }>();

  function start(session: RecordedSession, into: string): OpenRecording {
    const { sessionId } = session;
    let file: RecordingFile | null = null;
    let work: Promise<void> = Promise.resolve();
    let isClosed = false;
    let sizedAtMs = 0;

    async function begin(): Promise<RecordingFile> {
      const begun = await RecordingFile.open(join(into, fileNameOf(sessionId)));
      await insertRow(base, session, begun.size);
      return begun;
    }

    async function append(jpeg: Uint8Array, atMs: number): Promise<void> {
      if (isClosed) return;
      try {
        file ??= await begin();
        await file.append(jpeg, atMs);
        if (atMs - sizedAtMs < SIZE_EVERY_MS) return;
        sizedAtMs = atMs;
        await updateSize(base, sessionId, file.size, null);
      } catch (error) {
        isClosed = true;
        await finish();
        base.warn("a recording ended early", { err: error, sessionId });
        await auditFailure(base, session, error);
        throw error;
      }
    }

    async function finish(): Promise<void> {
      open.delete(sessionId);
      const last = file;
      file = null;
      if (!last) return;
      await last.close();
      await updateSize(base, sessionId, last.size, base.now());
    }

    function close(): Promise<void> {
      isClosed = true;
      work = work.then(finish, finish).catch((error: unknown) => {
        base.warn("the end of a recording was not written down; it is at the next look", { err: error, sessionId });
      });
      return work;
    }

    open.set(sessionId, { close });
    return {
      write(jpeg, atMs) {
        const written = work.then(() => append(jpeg, atMs));
        work = written.catch(() => undefined);
        return written;
      },
      close,
    };
  }

  return {
    open: (session) => (directory === undefined ? null : start(session, directory)),
    isOpen: (sessionId) => open.has(sessionId),
    async stop() {
      await Promise.all([...open.values()].map((one) => one.close()));
    },
  };
}

/** A session that went on after a restart goes on in its recording. */
async function insertRow({ db, now }: Base, session: RecordedSession, sizeBytes: number): Promise<void> {
  const { sessionId, machineId, machineName, userName } = session;
  await db
    .insert(recordings)
    .values({
      id: Bun.randomUUIDv7(),
      sessionId,
      machineId,
      machineName,
      userName,
      fileName: fileNameOf(sessionId),
      sizeBytes,
      startedAt: now(),
    })
    .onConflictDoUpdate({ target: recordings.sessionId, set: { endedAt: null } });
}

async function updateSize({ db }: Base, sessionId: string, sizeBytes: number, endedAt: Date | null): Promise<void> {
  await db
    .update(recordings)
    .set({ sizeBytes, ...(endedAt && { endedAt }) })
    .where(eq(recordings.sessionId, sessionId));
}

async function auditFailure({ db, now, warn }: Base, session: RecordedSession, error: unknown): Promise<void> {
  const target = { kind: "session", id: session.sessionId, name: session.machineName };
  const details = { reason: error instanceof Error ? error.message : String(error) };
  const actor = { kind: "system", name: "recorder" } as const;
  await db
    .transaction((tx) => recordAudit(tx, actor, { action: "recording.failed", target, details }, now()))
    .catch((failure: unknown) => warn("a recording's early end is not in the audit log", { err: failure }));
}
