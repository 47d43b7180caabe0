/** The queue of uploads by messages: one after another, since an agent knows one at a time; what breaks off is sent anew. */
import { onCleanup } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { notify } from "../../../components/toast.tsx";
import type { ViewerClock } from "../../viewer-clock.ts";
import { RateMeter } from "../rate-meter.ts";
import type { Upload, UploadQueue } from "../upload-queue.ts";
import type { FileLink } from "./file-link.ts";
import { listFolder } from "./list-folder.ts";
import { sendFile } from "./send-file.ts";

type Source = { file: File; overwrite: boolean };

/** @param arrived told of each folder that something new is in */
export function createMessageUploads(
  link: FileLink,
  clock: ViewerClock,
  arrived: (folder: string) => void,
): UploadQueue {
  const [uploads, setUploads] = createStore<Upload[]>([]);
  const sources = new Map<string, Source>();
  let running: { id: string; stopped: AbortController } | null = null;
  const gone = new AbortController();
  onCleanup(() => {
    gone.abort();
    running?.stopped.abort();
  });

  const find = (id: string) => uploads.findIndex((upload) => upload.id === id);
  function change(id: string, next: Partial<Upload>): void {
    const at = find(id);
    if (at >= 0) setUploads(at, next);
  }

  async function runNext(): Promise<void> {
    const upload = uploads.find(({ state }) => state.kind === "waiting");
    const source = upload && sources.get(upload.id);
    if (running || !upload || !source || gone.signal.aborted) return;
    const { id, folder } = upload;
    const stopped = new AbortController();
    running = { id, stopped };
    try {
      await run(upload, source, stopped.signal);
    } catch (failure) {
      if (!stopped.signal.aborted) change(id, { state: { kind: "failed", message: wordsOf(failure) }, rate: null });
    }
    running = null;
    if (gone.signal.aborted) return;
    arrived(folder);
    void runNext();
  }

  async function run({ id, folder }: Upload, { file, overwrite }: Source, signal: AbortSignal): Promise<void> {
    const rate = new RateMeter();
    change(id, { state: { kind: "checking" }, sent: 0, rate: null });
    // The protocol replaces without a question: so it is asked here.
    const { entries } = await listFolder(link, clock, folder);
    signal.throwIfAborted();
    if (!overwrite && entries.some(({ name }) => name === file.name)) {
      change(id, { state: { kind: "asking", existing: [file.name] } });
      return;
    }
    change(id, { state: { kind: "sending" } });
    // If it breaks off, what stands under its name is a part of it.
    sources.set(id, { file, overwrite: true });
    await sendFile({
      link,
      clock,
      file,
      folder,
      signal,
      events: {
        sent: (sent) => change(id, { sent, rate: rate.note(sent, clock.now()) }),
        confirming: () => change(id, { state: { kind: "confirming" }, rate: null }),
      },
    });
    change(id, { state: { kind: "done" }, sent: file.size, rate: null });
  }

  function again(id: string): void {
    change(id, { state: { kind: "waiting" } });
    void runNext();
  }

  return {
    uploads,
    canGoOn: false,
    add(files, { folder, elevated }) {
      const single = files.filter(({ path }) => !path.includes("/"));
      if (single.length < files.length) {
        notify("Folders cannot be sent to this machine", {
          detail: "Its agent takes single files. Send the files themselves, or a zip of the folder.",
        });
      }
      for (const { file } of single) {
        const id = crypto.randomUUID();
        sources.set(id, { file, overwrite: false });
        const { name: label, size: bytes } = file;
        const upload = { id, label, folder, elevated, bytes, sent: 0, rate: null, state: { kind: "waiting" } } as const;
        setUploads(uploads.length, upload);
      }
      void runNext();
    },
    pause: () => {},
    resume: again,
    remove(id) {
      if (running?.id === id) running.stopped.abort();
      sources.delete(id);
      setUploads(produce((list) => void list.splice(find(id), find(id) < 0 ? 0 : 1)));
    },
    answer(id, answer) {
      const source = sources.get(id);
      if (answer === "replace" && source) {
        sources.set(id, { ...source, overwrite: true });
        again(id);
      } else change(id, { state: { kind: "done" }, sent: uploads[find(id)]?.bytes });
    },
    supply: () => false,
    isBusy: () => uploads.some(({ state }) => state.kind !== "done" && state.kind !== "failed"),
    clearEnded: () =>
      setUploads((list) => list.filter(({ state }) => state.kind !== "done" && state.kind !== "failed")),
  };
}

function wordsOf(failure: unknown): string {
  const isUnreadable = failure instanceof DOMException && /^Not(Readable|Found)Error$/.test(failure.name);
  if (isUnreadable) return "The file was changed or removed while it was sent. Choose it again.";
  return failure instanceof Error ? failure.message : "It could not be sent.";
}
