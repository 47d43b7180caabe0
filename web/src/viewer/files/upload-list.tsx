/** The queue of uploads: how far each is, how fast, and what it asks. */
import Check from "lucide-solid/icons/check";
import Pause from "lucide-solid/icons/pause";
import Play from "lucide-solid/icons/play";
import RotateCw from "lucide-solid/icons/rotate-cw";
import X from "lucide-solid/icons/x";
import { For, Match, Show, Switch } from "solid-js";
import { Button } from "../../components/button.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { notify } from "../../components/toast.tsx";
import { byteSize } from "../../state/byte-size.ts";
import { takePicked } from "./dropped-files.ts";
import type { Upload, UploadQueue } from "./upload-queue.ts";

export function UploadList(props: { queue: UploadQueue }) {
  const ended = () =>
    props.queue.uploads.filter(({ state }) => state.kind === "done" || state.kind === "failed").length;
  return (
    <Show when={props.queue.uploads.length > 0}>
      <section aria-label="Uploads" class="border-line border-t">
        <header class="sticky top-0 flex h-9 items-center justify-between bg-panel px-3">
          <h3 class="font-medium text-xs text-muted">Uploads</h3>
          <Show when={ended() > 0}>
            <Button size="sm" variant="ghost" onClick={props.queue.clearEnded}>
              Clear
            </Button>
          </Show>
        </header>
        <ul>
          <For each={props.queue.uploads}>{(upload) => <UploadRow upload={upload} queue={props.queue} />}</For>
        </ul>
      </section>
    </Show>
  );
}

function UploadRow(props: { upload: Upload; queue: UploadQueue }) {
  const state = () => props.upload.state;
  const isRunning = () => ["waiting", "checking", "sending", "confirming", "away"].includes(state().kind);
  return (
    <li class="border-line border-t px-3 py-2" aria-label={props.upload.label}>
      <div class="flex items-center gap-2">
        <span class="min-w-0 flex-1 truncate text-sm" title={`${props.upload.folder} ← ${props.upload.label}`}>
          {props.upload.label}
        </span>
        <Show when={isRunning() && props.queue.canGoOn}>
          <IconButton
            label={`Pause ${props.upload.label}`}
            icon={<Pause class="size-3.5" aria-hidden="true" />}
            onClick={() => props.queue.pause(props.upload.id)}
          />
        </Show>
        <Show when={state().kind === "paused" || state().kind === "failed"}>
          <IconButton
            label={props.queue.canGoOn ? `Go on with ${props.upload.label}` : `Send ${props.upload.label} again`}
            icon={
              props.queue.canGoOn ? (
                <Play class="size-3.5" aria-hidden="true" />
              ) : (
                <RotateCw class="size-3.5" aria-hidden="true" />
              )
            }
            onClick={() => props.queue.resume(props.upload.id)}
          />
        </Show>
        <Show when={state().kind === "done"}>
          <Check class="size-4 text-online" aria-hidden="true" />
        </Show>
        <IconButton
          label={state().kind === "done" ? `Take ${props.upload.label} off the list` : `Cancel ${props.upload.label}`}
          icon={<X class="size-3.5" aria-hidden="true" />}
          onClick={() => props.queue.remove(props.upload.id)}
        />
      </div>
      <Show when={isRunning() || state().kind === "paused"}>
        <progress
          class="mt-1 h-1 w-full accent-accent"
          max={Math.max(1, props.upload.bytes)}
          value={props.upload.sent}
          aria-label={`${props.upload.label}, sent`}
        />
      </Show>
      <p class="text-muted text-xs tabular-nums" role="status">
        <Words upload={props.upload} queue={props.queue} />
      </p>
    </li>
  );
}

function Words(props: { upload: Upload; queue: UploadQueue }) {
  const { queue } = props;
  const state = () => props.upload.state;
  const existing = () => {
    const present = state();
    return present.kind === "asking" ? present.existing : null;
  };
  const failure = () => {
    const present = state();
    return present.kind === "failed" ? present.message : null;
  };
  return (
    <Switch fallback={`${byteSize(props.upload.sent)} of ${byteSize(props.upload.bytes)}${rateWords(props.upload)}`}>
      <Match when={state().kind === "waiting"}>Waiting</Match>
      <Match when={state().kind === "checking"}>Checking what is there already</Match>
      <Match when={state().kind === "confirming"}>Looking whether it is there</Match>
      <Match when={state().kind === "away"}>Not connected: goes on by itself</Match>
      <Match when={state().kind === "paused"}>
        Paused at {byteSize(props.upload.sent)} of {byteSize(props.upload.bytes)}
      </Match>
      <Match when={state().kind === "done"}>{byteSize(props.upload.bytes)}, done</Match>
      <Match when={failure()}>{(message) => <span class="text-danger-text">{message()}</span>}</Match>
      <Match when={existing()}>
        {(paths) => (
          <span class="flex flex-wrap items-center gap-2 py-1">
            <span class="min-w-0 flex-1 text-warning-text">
              {paths().length === 1 ? `${paths()[0]} is there already` : `${paths().length} files are there already`}
            </span>
            <Button size="sm" onClick={() => queue.answer(props.upload.id, "skip")}>
              {paths().length === 1 ? "Keep it" : "Keep them"}
            </Button>
            <Button size="sm" variant="danger" onClick={() => queue.answer(props.upload.id, "replace")}>
              Replace
            </Button>
          </span>
        )}
      </Match>
      <Match when={state().kind === "needs_files"}>
        <ChooseAgain upload={props.upload} queue={queue} />
      </Match>
    </Switch>
  );
}

/** After a reload the browser has the file no more. */
function ChooseAgain(props: { upload: Upload; queue: UploadQueue }) {
  let input!: HTMLInputElement;
  const isFolder = () => / \(\d+ files\)$/.test(props.upload.label);
  return (
    <span class="flex flex-wrap items-center gap-2 py-1">
      <span class="min-w-0 flex-1">The page was reloaded: choose it again to go on where it was.</span>
      <input
        ref={input}
        type="file"
        class="hidden"
        multiple
        prop:webkitdirectory={isFolder()}
        onChange={() => {
          const isIt = props.queue.supply(props.upload.id, takePicked(input));
          if (!isIt) notify("That is another file", { detail: `Choose ${props.upload.label} as it was.` });
        }}
      />
      <Button size="sm" onClick={() => input.click()}>
        Choose
      </Button>
    </span>
  );
}

/** After "so much of so much": how fast, and how long yet. */
export function rateWords({ rate, bytes, sent }: Pick<Upload, "rate" | "bytes" | "sent">): string {
  if (rate === null || rate <= 0) return "";
  const leftS = (bytes - sent) / rate;
  const left =
    leftS < 60
      ? `${Math.ceil(leftS)} s`
      : leftS < 3_600
        ? `${Math.ceil(leftS / 60)} min`
        : `${(leftS / 3_600).toFixed(1)} h`;
  return ` · ${byteSize(rate)}/s · ${left} left`;
}
