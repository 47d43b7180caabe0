/** The pages at the foot of a phone's screen, within reach of a thumb. */
import { A } from "@solidjs/router";
import { For } from "solid-js";
import { useMe } from "../../state/signed-in.tsx";
import { destinationsFor } from "./navigation.ts";

export function BottomBar() {
  const me = useMe();
  return (
    <nav
      aria-label="Pages"
      class="flex shrink-0 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <For each={destinationsFor(me())}>
        {(destination) => (
          <A
            href={destination.path}
            class="flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-[11px] leading-none text-muted -outline-offset-2 aria-[current=page]:text-accent-text"
          >
            <destination.icon class="size-5" aria-hidden="true" />
            <span class="max-w-full truncate px-0.5">{destination.shortLabel ?? destination.label}</span>
          </A>
        )}
      </For>
    </nav>
  );
}
