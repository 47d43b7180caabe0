/** What page and Worker tell each other about uploads. */
import type { JobEnd, UploadJob } from "./upload-job.ts";

export type ToUploadWorker = { kind: "start"; id: string; job: UploadJob } | { kind: "stop"; id: string };

export type FromUploadWorker =
  | { kind: "sent"; id: string; bytes: number }
  | { kind: "checking" | "away" | "stopped"; id: string }
  | { kind: "ended"; id: string; end: JobEnd }
  | { kind: "failed"; id: string; message: string };
