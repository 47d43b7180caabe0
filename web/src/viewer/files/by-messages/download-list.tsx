/** The queue of downloads by messages: the browser's own list knows of them only when they are whole. */
import Check from "lucide-solid/icons/check";
import RotateCw from "lucide-solid/icons/rotate-cw";
import X from "lucide-solid/icons/x";
import { For, Show } from "solid-js";
import { Button } from "../../../components/button.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { byteSize } from "../../../state/byte-size.ts";
import { rateWords } from "../upload-list.tsx";
import type { Download, DownloadQueue } from "./message-downloads.ts";

export function DownloadList(props: { queue: DownloadQueue }) {
  const hasEnded = () => props.queue.downloads.some(({ state }) => state.kind === "done" || state.kind === "failed");
  return (
    <Show when={props.queue.downloads.length > 0}>
      <section aria-label="Downloads" class="border-line border-t">
        <header class="sticky top-0 flex h-9 items-center justify-between bg-panel px-3">
          <h3 class="font-medium text-muted text-xs">Downloads</h3>
          <Show when={hasEnded()}>
            <Button size="sm" variant="ghost" onClick={props.queue.clearEnded}>
              Clear
            </Button>
          </Show>
        </header>
        <ul>
          <For each={props.queue.downloads}>
            {(download) => <DownloadRow download={download} queue={props.queue} />}
          </For>
        </ul>
      </section>
    </Show>
  );
}

function DownloadRow(props: { download: Download; queue: DownloadQueue }) {
  const kind = () => props.download.state.kind;
  return (
    <li class="border-line border-t px-3 py-2" aria-label={props.download.name}>
      <div class="flex items-center gap-2">
        <span class="min-w-0 flex-1 truncate text-sm" title={props.download.path}>
          {props.download.name}
        </span>
        <Show when={kind() === "failed"}>
          <IconButton
            label={`Download ${props.download.name} again`}
            icon={<RotateCw class="size-3.5" aria-hidden="true" />}
            onClick={() => props.queue.again(props.download.id)}
          />
        </Show>
        <Show when={kind() === "done"}>
          <Check class="size-4 text-online" aria-hidden="true" />
        </Show>
        <IconButton
          label={kind() === "done" ? `Take ${props.download.name} off the list` : `Cancel ${props.download.name}`}
          icon={<X class="size-3.5" aria-hidden="true" />}
          onClick={() => props.queue.remove(props.download.id)}
        />
      </div>
      <Show when={kind() === "receiving"}>
        <progress
          class="mt-1 h-1 w-full accent-accent"
          max={Math.max(1, props.download.bytes)}
          value={props.download.sent}
          aria-label={`${props.download.name}, received`}
        />
      </Show>
      <p class="text-muted text-xs tabular-nums" role="status">
        <span class={kind() === "failed" ? "text-danger-text" : ""}>{words(props.download)}</span>
      </p>
    </li>
  );
}

function words(download: Download): string {
  const { state, sent, bytes } = download;
  if (state.kind === "failed") return state.message;
  if (state.kind === "waiting") return "Waiting";
  if (state.kind === "done") return `${byteSize(sent)}, saved`;
  return `${byteSize(sent)} of ${byteSize(bytes)}${rateWords(download)}`;
}
