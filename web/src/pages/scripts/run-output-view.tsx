/** What a run said on one machine: as text, the newest in sight, more as it comes. */
import Copy from "lucide-solid/icons/copy";
import Download from "lucide-solid/icons/download";
import { createEffect, createSignal, For, onCleanup, Show } from "solid-js";
import type { RunMachine, RunOutput } from "../../../../protocol/rest/scripts.ts";
import { messageOf } from "../../api/http-client.ts";
import { fetchRunOutput } from "../../api/scripts.ts";
import { copyText } from "../../components/copy-text.ts";
import { IconButton } from "../../components/icon-button.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { withoutEscapes } from "../../state/without-escapes.ts";

const POLL_MS = 1_000;
/** Whoever is closer to the end than this is shown what follows. */
const NEAR_END_PX = 40;

export function RunOutputView(props: { runId: string; machine: RunMachine }) {
  const [parts, setParts] = createSignal<RunOutput["parts"]>([]);
  const [isCut, setCut] = createSignal(false);
  const [isOver, setOver] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>(null);
  let offset = 0;
  let wake = () => {};
  let isGone = false;
  let scroller: HTMLPreElement | undefined;

  async function follow(): Promise<void> {
    while (!isGone && !isOver()) {
      await load();
      if (!isGone && !isOver()) await nextLook();
    }
  }

  const nextLook = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function load(): Promise<void> {
    try {
      const output = await fetchRunOutput(props.runId, props.machine.machine_id, offset);
      if (isGone) return;
      const isNearEnd = !scroller || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
      offset = output.next_offset;
      setFailure(null);
      if (output.parts.length > 0) setParts((before) => [...before, ...output.parts]);
      setCut(output.is_cut);
      setOver(output.is_over);
      if (isNearEnd && scroller) scroller.scrollTop = scroller.scrollHeight;
    } catch (error) {
      if (!isGone) setFailure(error);
    }
  }

  // Its end is told at once; the last of what it said comes with it.
  createEffect(() => {
    void props.machine.ended_at;
    wake();
  });
  onCleanup(() => {
    isGone = true;
    wake();
  });
  void follow();

  const text = () =>
    parts()
      .map(({ data }) => data)
      .join("");
  const copy = async () => {
    try {
      await copyText(withoutEscapes(text()));
      notify("Output copied");
    } catch (error) {
      notifyFailure("The output was not copied", error);
    }
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([text()], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), {
      href: url,
      download: `${props.machine.machine_name}.txt`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };

  return (
    <div class="relative border-line border-t bg-sunken">
      <div class="absolute top-1 right-2 flex gap-1">
        <IconButton label="Copy the output" icon={<Copy class="size-3.5" aria-hidden="true" />} onClick={copy} />
        <IconButton
          label="Download the output"
          icon={<Download class="size-3.5" aria-hidden="true" />}
          onClick={download}
        />
      </div>
      <pre
        ref={scroller}
        // It scrolls, so that the keyboard must reach it.
        tabindex="0"
        role="log"
        aria-live="off"
        aria-label={`Output of ${props.machine.machine_name}`}
        class="max-h-96 min-h-12 overflow-auto whitespace-pre-wrap break-words p-3 pr-20 pl-9 font-mono text-xs leading-5"
      >
        <For each={parts()}>
          {(part) => (
            <span class={part.stream === "stderr" ? "text-danger-text" : undefined}>{withoutEscapes(part.data)}</span>
          )}
        </For>
        <Show when={parts().length === 0}>
          <span class="text-muted">{isOver() ? "It said nothing." : "Nothing yet."}</span>
        </Show>
      </pre>
      <Show when={isCut()}>
        <p class="px-3 pb-2 pl-9 text-warning-text text-xs">It said more than the 1 MiB that is kept of it.</p>
      </Show>
      <Show when={failure()}>
        {(error) => (
          <p class="px-3 pb-2 pl-9 text-danger-text text-xs" role="alert">
            The output was not loaded. {messageOf(error())}
          </p>
        )}
      </Show>
    </div>
  );
}
