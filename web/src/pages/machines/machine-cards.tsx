/** The machines as cards, in as many columns as fit; rows of cards are rendered only in sight. */
// biome-ignore-all lint/a11y/useSemanticElements: between list and items stand the rows of the grid, which a <ul> may not hold
import { A } from "@solidjs/router";
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Tag } from "../../components/badge.tsx";
import { ConnectButton } from "../../components/connect-button.tsx";
import { MachineMenuButton } from "../../components/machine-menu/menu-button.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { osDescription } from "../../state/os-family.ts";
import { scrollArea } from "../../state/scroll-area.ts";
import { createOffsetTop } from "./offset-top.ts";

const CARD_WIDTH = 264;
/** As the card's class says: `h-38`. A constant in `style` would be written into the markup, which the content policy forbids. */
const CARD_HEIGHT = 152;
const GAP = 12;
const OVERSCAN = 3;
const MAX_TAGS_SHOWN = 3;

export function MachineCards(props: { machines: Machine[] }) {
  let list: HTMLDivElement | undefined;
  const [width, setWidth] = createSignal(CARD_WIDTH);
  const offsetTop = createOffsetTop(() => list);
  onMount(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    if (list) observer.observe(list);
    onCleanup(() => observer.disconnect());
  });
  const columns = createMemo(() => Math.max(1, Math.floor((width() + GAP) / (CARD_WIDTH + GAP))));
  const virtualizer = createVirtualizer({
    get count() {
      return Math.ceil(props.machines.length / columns());
    },
    get scrollMargin() {
      return offsetTop();
    },
    getScrollElement: scrollArea,
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: OVERSCAN,
  });

  return (
    <div class="px-4 py-4 md:px-6">
      <div
        ref={list}
        role="list"
        aria-label="Machines"
        class="relative"
        style={{ height: `${virtualizer.getTotalSize()}px` }}
      >
        <For each={virtualizer.getVirtualItems()}>
          {(row) => {
            const cards = createMemo(() => {
              const from = row.index * columns();
              return props.machines.slice(from, from + columns());
            });
            return (
              <div
                role="presentation"
                class="absolute inset-x-0 top-0 grid gap-3"
                style={{
                  transform: `translateY(${row.start - offsetTop()}px)`,
                  "grid-template-columns": `repeat(${columns()}, minmax(0, 1fr))`,
                }}
              >
                <For each={cards()}>{(machine) => <MachineCard machine={machine} />}</For>
              </div>
            );
          }}
        </For>
      </div>
    </div>
  );
}

function MachineCard(props: { machine: Machine }) {
  return (
    <div
      role="listitem"
      class="flex h-38 flex-col rounded-lg border border-line bg-panel p-3 transition-colors hover:border-line-strong"
    >
      <div class="flex items-start gap-2">
        <OsIcon os={props.machine.os} class="mt-0.5 size-4 shrink-0 text-muted" />
        <div class="min-w-0 flex-1">
          <A href={`/machines/${props.machine.id}`} class="block truncate text-sm font-medium hover:underline">
            {props.machine.name}
          </A>
          <div class="truncate text-xs text-muted">
            {osDescription(props.machine.os, props.machine.os_version)}
            <Show when={props.machine.logged_in_user}>{(user) => ` · ${user()}`}</Show>
          </div>
        </div>
        <div class="-mt-1 -mr-1">
          <MachineMenuButton machine={props.machine} />
        </div>
      </div>
      <div class="fade-end mt-2 flex h-5 gap-1 overflow-hidden">
        <For each={props.machine.tags.slice(0, MAX_TAGS_SHOWN)}>{(tag) => <Tag tag={tag} />}</For>
      </div>
      <div class="mt-auto flex items-center gap-2 border-t border-line pt-2.5 text-xs">
        <div class="min-w-0 flex-1">
          <MachineStateText machine={props.machine} />
        </div>
        <ConnectButton machine={props.machine} size="sm" />
      </div>
    </div>
  );
}
