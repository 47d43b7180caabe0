/** The tabs of a page, each an address of its own. */
import { A } from "@solidjs/router";
import { For, type JSX } from "solid-js";

export type PageTab = { path: string; label: JSX.Element };

export function PageTabs(props: { label: string; tabs: readonly PageTab[] }) {
  return (
    <nav aria-label={props.label} class="border-b border-line px-4 md:px-6">
      <ul class="mx-auto -mb-px flex max-w-4xl gap-5 overflow-x-auto [scrollbar-width:none] md:px-6">
        <For each={props.tabs}>
          {(tab) => (
            <li class="shrink-0">
              <A
                href={tab.path}
                end
                class="flex h-10 items-center border-b-2 text-sm font-medium transition-colors -outline-offset-2"
                activeClass="border-accent text-text"
                inactiveClass="border-transparent text-muted hover:text-text"
              >
                {tab.label}
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
