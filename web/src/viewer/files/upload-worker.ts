/** Uploads beside the page: reading and hashing gigabytes holds up neither picture nor keys. */
import { runUploadJob } from "./upload-job.ts";
import type { FromUploadWorker, ToUploadWorker } from "./upload-messages.ts";

const running = new Map<string, AbortController>();
const say = (message: FromUploadWorker): void => self.postMessage(message);

self.addEventListener("message", ({ data }: MessageEvent<ToUploadWorker>) => {
  if (data.kind === "stop") running.get(data.id)?.abort();
  else void start(data);
});

async function start({ id, job }: Extract<ToUploadWorker, { kind: "start" }>): Promise<void> {
  const stopped = new AbortController();
  running.set(id, stopped);
  try {
    const end = await runUploadJob(
      job,
      {
        sent: (bytes) => say({ kind: "sent", id, bytes }),
        checking: () => say({ kind: "checking", id }),
        away: () => say({ kind: "away", id }),
      },
      stopped.signal,
    );
    say({ kind: "ended", id, end });
  } catch (failure) {
    if (stopped.signal.aborted) say({ kind: "stopped", id });
    else say({ kind: "failed", id, message: wordsOf(failure) });
  } finally {
    running.delete(id);
  }
}

function wordsOf(failure: unknown): string {
  const isUnreadable = failure instanceof DOMException && /^Not(Readable|Found)Error$/.test(failure.name);
  if (isUnreadable) return "The file was changed or removed while it was sent. Choose it again.";
  return failure instanceof Error ? failure.message : "It could not be sent.";
}
