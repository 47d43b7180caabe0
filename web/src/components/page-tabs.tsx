/** The tabs of a page, each an address of its own. */
import { A, useLocation } from "@solidjs/router";
import { createEffect, For, type JSX, on } from "solid-js";

export type PageTab = { path: string; label: JSX.Element };

export function PageTabs(props: { label: string; tabs: readonly PageTab[] }) {
  const location = useLocation();
  let nav!: HTMLElement;
  // On a phone they are wider than the screen: the one that is open must not be cut off at its edge.
  createEffect(
    on(
      () => location.pathname,
      () => nav.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
    ),
  );
  return (
    <nav ref={nav} aria-label={props.label} class="border-b border-line px-4 md:px-6">
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
