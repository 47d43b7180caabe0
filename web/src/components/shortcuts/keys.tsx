/** The keys of a shortcut as the caps of a keyboard. */
import { For, Show } from "solid-js";
import { keyCaps, type ShortcutName } from "../../state/shortcuts.ts";
import { isApple } from "./create-shortcuts.ts";

export function Keys(props: { name: ShortcutName }) {
  return (
    <span class="flex shrink-0 items-center gap-1">
      <For each={keyCaps(props.name, isApple)}>
        {(cap, index) => (
          <>
            <Show when={index() > 0}>
              <span class="text-xs text-faint">then</span>
            </Show>
            <kbd class="min-w-6 rounded-sm border border-line bg-sunken px-1.5 text-center font-sans text-xs leading-5 whitespace-nowrap text-muted">
              {cap}
            </kbd>
          </>
        )}
      </For>
    </span>
  );
}
