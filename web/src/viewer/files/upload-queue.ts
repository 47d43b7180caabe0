/**
 * Uploads as the panel shows them: two at a time, each to be paused, gone on with and cancelled. After a reload of the page
 * the browser has the files no more: those that were not whole ask for them again, and go on where they were.
 */
import { onCleanup } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { RateMeter } from "./rate-meter.ts";
import type { JobEnd } from "./upload-job.ts";
import type { FromUploadWorker, ToUploadWorker } from "./upload-messages.ts";
import type { SourceFile } from "./upload-plan.ts";

export type UploadState =
  | { kind: "waiting" | "checking" | "sending" | "confirming" | "away" | "paused" | "done" }
  /** What was dropped before the page was reloaded. */
  | { kind: "needs_files" }
  /** Some of it is there already. */
  | { kind: "asking"; existing: string[] }
  | { kind: "failed"; message: string };

export type Upload = {
  id: string;
  label: string;
  /** Whole path on the machine. */
  folder: string;
  elevated: boolean;
  bytes: number;
  sent: number;
  /** Bytes per second over the last seconds; null: not known. */
  rate: number | null;
  state: UploadState;
};

type Kept = Pick<Upload, "label" | "folder" | "elevated" | "bytes">;

const MAX_AT_ONCE = 2;

export type UploadQueue = {
  uploads: readonly Upload[];
  /** What breaks off can be gone on with where it was; otherwise it is sent anew. */
  canGoOn: boolean;
  add(sources: readonly SourceFile[], to: { folder: string; elevated: boolean }): void;
  pause(id: string): void;
  resume(id: string): void;
  /** Stops it, or takes an ended one off the list. */
  remove(id: string): void;
  /** Of what exists already. */
  answer(id: string, answer: "replace" | "skip"): void;
  /** The files of an upload from before a reload. @returns whether they are those */
  supply(id: string, sources: readonly SourceFile[]): boolean;
  isBusy(): boolean;
  clearEnded(): void;
};

/** @param arrived told of each folder that something new is in */
export function createUploadQueue(sessionId: string, arrived: (folder: string) => void): UploadQueue {
  const [uploads, setUploads] = createStore<Upload[]>([]);
  const sources = new Map<string, { files: readonly SourceFile[]; overwrite: boolean }>();
  const rates = new Map<string, RateMeter>();
  let worker: Worker | null = null;
  const storage = `remotelink.uploads.${sessionId}`;

  for (const kept of readKept(storage)) {
    setUploads(uploads.length, {
      ...kept,
      id: crypto.randomUUID(),
      sent: 0,
      rate: null,
      state: { kind: "needs_files" },
    });
  }

  const find = (id: string) => uploads.findIndex((upload) => upload.id === id);
  function change(id: string, next: Partial<Upload>): void {
    const at = find(id);
    if (at >= 0) setUploads(at, next);
  }

  function keep(): void {
    const open = uploads.filter(({ state }) => state.kind !== "done");
    const kept = open.map(({ label, folder, elevated, bytes }): Kept => ({ label, folder, elevated, bytes }));
    try {
      if (kept.length > 0) sessionStorage.setItem(storage, JSON.stringify(kept));
      else sessionStorage.removeItem(storage);
    } catch {
      // A browser that stores nothing forgets them with the page.
    }
  }

  function tell(message: ToUploadWorker): void {
    worker ??= startWorker();
    worker.postMessage(message);
  }

  function startWorker(): Worker {
    const started = new Worker(new URL("./upload-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<FromUploadWorker>) => hear(data));
    return started;
  }

  function startNext(): void {
    const isRunning = ({ state }: Upload) =>
      state.kind === "sending" || state.kind === "checking" || state.kind === "away";
    let free = MAX_AT_ONCE - uploads.filter(isRunning).length;
    for (const { id, folder, elevated } of uploads.filter(({ state }) => state.kind === "waiting")) {
      const source = sources.get(id);
      if (free <= 0 || !source) break;
      free--;
      rates.set(id, new RateMeter());
      change(id, { state: { kind: "sending" }, rate: null });
      const job = { sessionId, folder, elevated, sources: source.files, overwrite: source.overwrite };
      tell({ kind: "start", id, job });
    }
    keep();
  }

  function hear(message: FromUploadWorker): void {
    const upload = uploads[find(message.id)];
    if (!upload) return;
    const { id } = message;
    switch (message.kind) {
      case "sent":
        if (upload.state.kind === "paused") return;
        change(id, {
          sent: message.bytes,
          rate: rates.get(id)?.note(message.bytes, performance.now()) ?? null,
          state: { kind: "sending" },
        });
        return;
      case "checking":
      case "away":
        if (upload.state.kind !== "paused") change(id, { state: { kind: message.kind }, rate: null });
        return;
      case "stopped":
        return;
      case "failed":
        change(id, { state: { kind: "failed", message: message.message }, rate: null });
        break;
      case "ended":
        ended(upload, message.end);
    }
    startNext();
  }

  function ended({ id, folder, bytes }: Upload, { existing, failed }: JobEnd): void {
    arrived(folder);
    const [first] = failed;
    if (existing.length > 0) change(id, { state: { kind: "asking", existing }, rate: null });
    else if (first) {
      const others = failed.length > 1 ? `, and ${failed.length - 1} more` : "";
      change(id, { state: { kind: "failed", message: `${first.message}${others}` }, rate: null });
    } else change(id, { state: { kind: "done" }, sent: bytes, rate: null });
  }

  function restart(id: string): void {
    change(id, { state: { kind: "waiting" } });
    startNext();
  }

  onCleanup(() => worker?.terminate());

  return {
    uploads,
    canGoOn: true,
    add(files, { folder, elevated }) {
      if (files.length === 0) return;
      const id = crypto.randomUUID();
      sources.set(id, { files, overwrite: false });
      const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
      const upload: Upload = {
        id,
        label: labelOf(files),
        folder,
        elevated,
        bytes,
        sent: 0,
        rate: null,
        state: { kind: "waiting" },
      };
      setUploads(uploads.length, upload);
      startNext();
    },
    pause(id) {
      change(id, { state: { kind: "paused" }, rate: null });
      tell({ kind: "stop", id });
      startNext();
    },
    resume: restart,
    remove(id) {
      tell({ kind: "stop", id });
      sources.delete(id);
      setUploads(produce((list) => void list.splice(find(id), find(id) < 0 ? 0 : 1)));
      startNext();
    },
    answer(id, answer) {
      const upload = uploads[find(id)];
      if (upload?.state.kind !== "asking") return;
      const { existing } = upload.state;
      const files = sources.get(id)?.files.filter(({ path }) => existing.includes(path)) ?? [];
      if (answer === "skip") {
        change(id, { state: { kind: "done" }, sent: upload.bytes });
        startNext();
        return;
      }
      sources.set(id, { files, overwrite: true });
      change(id, { bytes: files.reduce((sum, { file }) => sum + file.size, 0), sent: 0 });
      restart(id);
    },
    supply(id, files) {
      const upload = uploads[find(id)];
      const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
      if (!upload || upload.label !== labelOf(files) || upload.bytes !== bytes) return false;
      sources.set(id, { files, overwrite: false });
      restart(id);
      return true;
    },
    isBusy: () => uploads.some(({ state }) => !["done", "failed", "needs_files", "paused"].includes(state.kind)),
    clearEnded() {
      setUploads((list) => list.filter(({ state }) => state.kind !== "done" && state.kind !== "failed"));
      keep();
    },
  };
}

function labelOf(files: readonly SourceFile[]): string {
  const [first] = files;
  if (!first) return "";
  const top = first.path.split("/")[0] ?? "";
  if (files.length === 1) return first.path;
  const isOneFolder = first.path.includes("/") && files.every(({ path }) => path.startsWith(`${top}/`));
  return isOneFolder ? `${top} (${files.length} files)` : `${files.length} files`;
}

function readKept(storage: string): Kept[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storage) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((one) => typeof one?.label === "string" && typeof one.bytes === "number")
      : [];
  } catch {
    return [];
  }
}
