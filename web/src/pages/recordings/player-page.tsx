/** Plays a recording as the viewer shows a session: time bar, speed, idle time skipped, marks where something begins. */
import { useParams } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import Download from "lucide-solid/icons/download";
import VideoOff from "lucide-solid/icons/video-off";
import { createResource, Match, onCleanup, Show, Switch } from "solid-js";
import type { RecordingIndex } from "../../../../protocol/rest/recordings.ts";
import { answerOf } from "../../api/answer-of.ts";
import { contentPath, fetchIndex, fetchPart, recordingQuery } from "../../api/recordings.ts";
import { BackLink } from "../../components/back-link.tsx";
import { buttonClass } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { exactTime } from "../../state/relative-time.ts";
import { ExportButton } from "./export-button.tsx";
import { FrameStore } from "./frame-store.ts";
import { createPlayback } from "./playback.ts";
import { PlayerControls } from "./player-controls.tsx";

const STEP_MS = 5_000;

export default function PlayerPage() {
  const params = useParams<{ id: string }>();
  const recording = useQuery(() => recordingQuery(params.id));
  const leaving = new AbortController();
  onCleanup(() => leaving.abort());
  const [index, { refetch }] = createResource(
    () => params.id,
    (id) => fetchIndex(id, leaving.signal),
  );
  const title = () => answerOf(recording)?.machine_name ?? "Recording";
  return (
    <>
      <PageHeader
        title={title()}
        lead={<BackLink href="/recordings" label="All recordings" />}
        actions={
          <>
            <Show when={index.state === "ready" && index().bytes.length > 0 && index()}>
              {(loaded) => <ExportButton id={params.id} index={loaded()} name={title()} />}
            </Show>
            <a class={buttonClass("secondary")} href={contentPath(params.id)} download="">
              <Download class="size-3.5" aria-hidden="true" />
              <span class="max-sm:sr-only">Download</span>
            </a>
          </>
        }
      />
      <PageBody>
        <Show when={answerOf(recording)}>
          {(known) => (
            <p class="mb-3 text-muted text-sm">
              {known().user_name ?? "Someone"}, {exactTime(known().started_at)}
              {known().ended_at === null ? " – still being recorded: reload for what came since" : ""}
            </p>
          )}
        </Show>
        <Switch fallback={<Skeleton class="aspect-video w-full" />}>
          <Match when={index.error}>
            <ErrorState title="The recording was not loaded" error={index.error} onRetry={() => void refetch()} />
          </Match>
          <Match when={index.state === "ready" && index().bytes.length === 0}>
            <EmptyState icon={<VideoOff class="size-5" aria-hidden="true" />} title="There is no picture in it">
              The session ended before the machine had sent one.
            </EmptyState>
          </Match>
          <Match when={index.state === "ready" && index()}>
            {(loaded) => <Player id={params.id} index={loaded()} signal={leaving.signal} />}
          </Match>
        </Switch>
      </PageBody>
    </>
  );
}

function Player(props: { id: string; index: RecordingIndex; signal: AbortSignal }) {
  const canvas = document.createElement("canvas");
  canvas.className = "absolute inset-0 size-full object-contain";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "The recorded screen");
  const store = new FrameStore(props.index, (first, last) => fetchPart(props.id, first, last, props.signal));
  const playback = createPlayback(props.index, store, (picture) => {
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
  });

  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => playback.seek(playback.position() - STEP_MS),
    ArrowRight: () => playback.seek(playback.position() + STEP_MS),
    ",": () => playback.seekToFrame(playback.frame() - 1),
    ".": () => playback.seekToFrame(playback.frame() + 1),
    Home: () => playback.seek(0),
    End: () => playback.seek(playback.timeline().total),
    " ": playback.toggle,
  };
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnControl =
      event.target instanceof HTMLElement && event.target.closest("button, select, a, input") !== null;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    // Space presses the button that has the focus.
    if (!act || (event.key === " " && isOnControl)) return;
    event.preventDefault();
    act();
  }
  document.addEventListener("keydown", onKey);
  onCleanup(() => document.removeEventListener("keydown", onKey));

  return (
    <div class="overflow-hidden rounded-lg border border-line bg-sunken">
      <div class="relative aspect-video max-h-[70dvh] w-full bg-black">
        {canvas}
        <button
          type="button"
          class="absolute inset-0 size-full cursor-default outline-none"
          aria-label={playback.isPlaying() ? "Pause" : "Play"}
          tabindex="-1"
          onClick={() => playback.toggle()}
        />
        <Show when={playback.failure() !== null}>
          <p class="absolute inset-x-4 bottom-4 rounded-md bg-raised p-3 text-danger-text text-sm" role="alert">
            The next part was not loaded. Is the server away? Press Play to try again.
          </p>
        </Show>
      </div>
      <PlayerControls playback={playback} index={props.index} />
    </div>
  );
}
