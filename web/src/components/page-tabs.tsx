/** The tabs of a page, each an address of its own. */
import { A, useLocation } from "@solidjs/router";
import { createEffect, For, type JSX, on } from "solid-js";

export type PageTab = { path: string; label: JSX.Element };

export function PageTabs(props: { label: string; tabs: readonly PageTab[] }) {
  const location = useLocation();
  let list!: HTMLUListElement;
  // On a phone they are wider than the screen: the one that is open must not be cut off at its edge. Sideways only: how far
  // the page below is scrolled is not for them to say.
  createEffect(
    on(
      () => location.pathname,
      () => {
        const open = list.querySelector<HTMLElement>("[aria-current=page]")?.getBoundingClientRect();
        const shown = list.getBoundingClientRect();
        if (open && open.right > shown.right) list.scrollLeft += open.right - shown.right;
        else if (open && open.left < shown.left) list.scrollLeft += open.left - shown.left;
      },
    ),
  );
  return (
    <nav aria-label={props.label} class="border-b border-line px-4 md:px-6">
      <ul ref={list} class="mx-auto -mb-px flex max-w-[53rem] gap-5 overflow-x-auto [scrollbar-width:none]">
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
