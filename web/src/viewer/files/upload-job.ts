/** What was dropped at once, sent step by step; runs in the Worker. Files that exist already are told of at the end. */
import { writeBatchEnd, writeFileHead } from "../../../../protocol/file-batch.ts";
import { pause, type UploadEvents, uploadFile } from "./upload-file.ts";
import { planUpload, type SourceFile, uploadIdOf } from "./upload-plan.ts";
import { createFolder, type Refusal, sendBatch, type UploadTarget } from "./upload-requests.ts";

export type UploadJob = {
  sessionId: string;
  /** Of the machine, whole. */
  folder: string;
  sources: readonly SourceFile[];
  overwrite: boolean;
  elevated: boolean;
};

export type JobEnd = {
  /** Paths of what is there already and was left as it is. */
  existing: string[];
  failed: { path: string; message: string }[];
};

/** @throws what `signal` was aborted with; whatever reading a file failed with */
export async function runUploadJob(job: UploadJob, events: UploadEvents, signal: AbortSignal): Promise<JobEnd> {
  const end: JobEnd = { existing: [], failed: [] };
  const made = new Set<string>();
  let before = 0;
  for (const step of planUpload(job.sources)) {
    signal.throwIfAborted();
    if (step.kind === "file") {
      const { source } = step;
      const done = before;
      const target = targetOf(job, `${job.folder.replace(/\/$/, "")}/${source.path}`, uploadIdOf(source));
      if (source.path.includes("/")) await makeFolders(job, source.path, made, signal);
      const outcome = await uploadFile(
        source.file,
        target,
        { ...events, sent: (bytes) => events.sent(done + bytes) },
        signal,
      );
      if (outcome.kind === "refused") note(end, source.path, outcome.refusal);
      before += source.file.size;
    } else {
      await runBatch(job, step.sources, end, events, signal);
      before += step.sources.reduce((sum, { file }) => sum + file.size, 0);
    }
    events.sent(before);
  }
  return end;
}

const targetOf = (job: UploadJob, path: string, uploadId: string): UploadTarget => {
  const { sessionId, overwrite, elevated } = job;
  return { sessionId, path, uploadId, overwrite, elevated };
};

async function runBatch(
  job: UploadJob,
  sources: readonly SourceFile[],
  end: JobEnd,
  events: UploadEvents,
  signal: AbortSignal,
): Promise<void> {
  // Named and not read: the browser reads each as it sends it.
  const parts = sources.flatMap(({ file, path }) => [writeFileHead({ path, size: file.size }), file]);
  const bytes = new Blob([...parts, writeBatchEnd()]);
  for (let attempt = 0; ; attempt++) {
    const answer = await sendBatch(targetOf(job, job.folder, ""), bytes, signal);
    if (answer.kind === "done") {
      for (const { path, ...refusal } of answer.failed) note(end, path, refusal);
      return;
    }
    if (answer.kind === "refused") {
      for (const { path } of sources) note(end, path, answer.refusal);
      return;
    }
    events.away();
    await pause(attempt, signal);
  }
}

/** A batch makes its folders itself; a file of its own is put into one that is there. What fails here fails there, in words. */
async function makeFolders(job: UploadJob, path: string, made: Set<string>, signal: AbortSignal): Promise<void> {
  const names = path.split("/").slice(0, -1);
  for (let depth = 1; depth <= names.length; depth++) {
    const folder = `${job.folder.replace(/\/$/, "")}/${names.slice(0, depth).join("/")}`;
    if (made.has(folder)) continue;
    await createFolder(targetOf(job, folder, ""), signal);
    made.add(folder);
  }
}

function note(end: JobEnd, path: string, { code, message }: Pick<Refusal, "code" | "message">): void {
  if (code === "already_exists") end.existing.push(path);
  else end.failed.push({ path, message });
}
