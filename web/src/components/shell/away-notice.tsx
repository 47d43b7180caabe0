/** Says that the server is away, once that lasts, so that nobody takes an old picture for the present one. */
import CloudOff from "lucide-solid/icons/cloud-off";
import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import { streamState } from "../../api/live/live-cache.ts";

/** A restart or a change of network is over by then and worth no alarm. */
const PATIENCE_MS = 2_000;

export function AwayNotice() {
  const [isShown, setIsShown] = createSignal(false);
  createEffect(() => {
    if (streamState() !== "away") {
      setIsShown(false);
      return;
    }
    const timer = setTimeout(() => setIsShown(true), PATIENCE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <div role="status">
      <Show when={isShown()}>
        <div class="flex items-center gap-2 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning-text md:px-6">
          <CloudOff class="size-4 shrink-0" aria-hidden="true" />
          The server cannot be reached. What you see may be out of date; reconnecting by itself…
        </div>
      </Show>
    </div>
  );
}
