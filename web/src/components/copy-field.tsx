/** A text to take along (a command, a link) with a button that copies it. */
import Check from "lucide-solid/icons/check";
import Copy from "lucide-solid/icons/copy";
import { createSignal, onCleanup, Show } from "solid-js";
import { copyText } from "./copy-text.ts";
import { IconButton } from "./icon-button.tsx";
import { notifyFailure } from "./toast.tsx";

const SHOWN_MS = 2_000;

export function CopyField(props: { text: string; label: string }) {
  const [isCopied, setIsCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  const copy = async () => {
    try {
      await copyText(props.text);
    } catch (error) {
      notifyFailure("Not copied", error);
      return;
    }
    setIsCopied(true);
    clearTimeout(timer);
    timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
  };

  return (
    <div class="flex items-start gap-1 rounded-lg border border-line bg-sunken py-1 pr-1 pl-3">
      {/* Wrapped, never cut off: what is pasted into a root's terminal should be seen whole. */}
      <pre class="min-w-0 flex-1 py-1.5 font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere">
        {props.text}
      </pre>
      <IconButton
        label={isCopied() ? "Copied" : `Copy ${props.label}`}
        data-copy
        onClick={copy}
        icon={
          <Show when={isCopied()} fallback={<Copy class="size-4" aria-hidden="true" />}>
            <Check class="size-4 text-online" aria-hidden="true" />
          </Show>
        }
      />
      <span class="sr-only" role="status">
        {isCopied() ? "Copied" : ""}
      </span>
    </div>
  );
}
