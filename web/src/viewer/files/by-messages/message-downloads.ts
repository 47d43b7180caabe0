/** Downloads by messages, one after another; each is saved as any download of the browser when all of it is there. */
import { onCleanup } from "solid-js";
import { createStore, produce } from "solid-js/store";
import type { FileEntry } from "../../../../../protocol/rest/files.ts";
import type { ViewerClock } from "../../viewer-clock.ts";
import { RateMeter } from "../rate-meter.ts";
import type { FileLink } from "./file-link.ts";
import { receiveFile, waitUntilQuiet } from "./receive-file.ts";
import { holdInPage, MAX_HELD_BYTES, type SaveTarget, type WritableFile, writeThrough } from "./save-target.ts";

export type DownloadState = { kind: "waiting" | "receiving" | "done" } | { kind: "failed"; message: string };
export type Download = {
  id: string;
  name: string;
  /** Whole path on the machine. */
  path: string;
  /** As it was listed. */
  bytes: number;
  sent: number;
  rate: number | null;
  state: DownloadState;
};

export type DownloadQueue = {
  downloads: readonly Download[];
  /** @param entry a file of the folder, by its whole path */
  add(entry: Pick<FileEntry, "name" | "size">, path: string): Promise<void>;
  again(id: string): void;
  remove(id: string): void;
  clearEnded(): void;
  isBusy(): boolean;
};

/** A file may grow between its listing and its end, as logs do. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;

export function createMessageDownloads(link: FileLink, clock: ViewerClock): DownloadQueue {
  const [downloads, setDownloads] = createStore<Download[]>([]);
  /** Files that the person chose to have it written to. */
  const chosen = new Map<string, SaveFileHandle>();
  let running: { id: string; stopped: AbortController } | null = null;
  const gone = new AbortController();
  onCleanup(() => {
    gone.abort();
    running?.stopped.abort();
  });

  const find = (id: string) => downloads.findIndex((download) => download.id === id);
  function change(id: string, next: Partial<Download>): void {
    const at = find(id);
    if (at >= 0) setDownloads(at, next);
  }

  async function targetOf({ id, name }: Download): Promise<SaveTarget> {
    const file = chosen.get(id);
    return file ? writeThrough(await file.createWritable()) : holdInPage((whole) => saveAs(whole, name));
  }

  async function runNext(): Promise<void> {
    const download = downloads.find(({ state }) => state.kind === "waiting");
    if (running || !download || gone.signal.aborted) return;
    const { id, path, bytes } = download;
    const stopped = new AbortController();
    running = { id, stopped };
    const rate = new RateMeter();
    change(id, { state: { kind: "receiving" }, sent: 0, rate: null });
    try {
      await receiveFile({
        link,
        clock,
        path,
        maxBytes: bytes + MAX_GROWTH_BYTES,
        target: await targetOf(download),
        received: (sent) => change(id, { sent, rate: rate.note(sent, clock.now()) }),
        signal: stopped.signal,
      });
      change(id, { state: { kind: "done" }, rate: null });
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : "It could not be saved.";
      if (!stopped.signal.aborted) change(id, { state: { kind: "failed", message }, rate: null });
      if (!gone.signal.aborted) await waitUntilQuiet(link, clock, path);
    }
    running = null;
    void runNext();
  }

  return {
    downloads,
    async add({ name, size }, path) {
      const id = crypto.randomUUID();
      const download: Download = { id, name, path, bytes: size, sent: 0, rate: null, state: { kind: "waiting" } };
      if (size > MAX_HELD_BYTES) {
        const file = await chooseFile(name);
        if (file === "cancelled") return;
        if (file === "unable") download.state = { kind: "failed", message: TOO_LARGE };
        else chosen.set(id, file);
      }
      setDownloads(downloads.length, download);
      void runNext();
    },
    again(id) {
      const download = downloads[find(id)];
      if (!download || (download.bytes > MAX_HELD_BYTES && !chosen.has(id))) return;
      change(id, { state: { kind: "waiting" }, sent: 0 });
      void runNext();
    },
    remove(id) {
      if (running?.id === id) running.stopped.abort(new DOMException("cancelled", "AbortError"));
      chosen.delete(id);
      setDownloads(produce((list) => void list.splice(find(id), find(id) < 0 ? 0 : 1)));
    },
    clearEnded: () =>
      setDownloads((list) => list.filter(({ state }) => state.kind !== "done" && state.kind !== "failed")),
    isBusy: () => downloads.some(({ state }) => state.kind === "waiting" || state.kind === "receiving"),
  };
}

const TOO_LARGE = `It is larger than the ${MAX_HELD_BYTES / 1024 / 1024} MB that this browser can hold until a file is whole. Chromium browsers over https write larger ones to disk as they come.`;

type SaveFileHandle = { createWritable(): Promise<WritableFile> };
type FilePicker = (options: { suggestedName: string }) => Promise<SaveFileHandle>;

/** Asks where to write it. "unable": this browser has no way to, or none on this page (plain http). */
async function chooseFile(suggestedName: string): Promise<SaveFileHandle | "cancelled" | "unable"> {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: FilePicker };
  if (!showSaveFilePicker) return "unable";
  try {
    return await showSaveFilePicker.call(window, { suggestedName });
  } catch (failure) {
    return failure instanceof DOMException && failure.name === "AbortError" ? "cancelled" : "unable";
  }
}

function saveAs(whole: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(whole);
  link.download = name;
  link.click();
  // The browser has taken it by then; until it is revoked it holds the bytes.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
