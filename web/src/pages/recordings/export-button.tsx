/** "Export": a video of the recording, made in the browser. The encoder's library comes with the first click. */
import Film from "lucide-solid/icons/film";
import { createSignal, onCleanup, Show } from "solid-js";
import type { RecordingIndex } from "../../../../protocol/rest/recordings.ts";
import { fetchPart } from "../../api/recordings.ts";
import { Button } from "../../components/button.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { FrameStore } from "./frame-store.ts";

export function ExportButton(props: { id: string; index: RecordingIndex; name: string }) {
  const [done, setDone] = createSignal<number | null>(null);
  let cancel: AbortController | null = null;
  onCleanup(() => cancel?.abort());

  async function exportVideo(): Promise<void> {
    const mine = new AbortController();
    cancel = mine;
    setDone(0);
    try {
      const { makeVideo } = await import("./make-video.ts");
      const store = new FrameStore(props.index, (first, last) => fetchPart(props.id, first, last, mine.signal));
      const video = await makeVideo(props.index, store, { progress: setDone, signal: mine.signal });
      save(video.file, `${props.name} ${new Date(props.index.start_ms).toISOString().slice(0, 10)}.${video.extension}`);
      notify("The video is ready", { detail: "Long pauses are cut short in it." });
    } catch (error) {
      if (!mine.signal.aborted) notifyFailure("No video was made", error);
    } finally {
      setDone(null);
    }
  }

  return (
    <Show
      when={done() !== null}
      fallback={
        <Button onClick={exportVideo} disabled={!("VideoEncoder" in window)} title="As a video file (MP4 or WebM)">
          <Film class="size-3.5" aria-hidden="true" />
          Export
        </Button>
      }
    >
      <progress class="h-1 w-24 accent-accent" max={1} value={done() ?? 0} aria-label="Making the video" />
      <Button onClick={() => cancel?.abort()}>Cancel</Button>
    </Show>
  );
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by the next turn; some look only then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
