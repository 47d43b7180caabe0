/** The machines as cards, in as many columns as fit; rows of cards are rendered only in sight. */
// biome-ignore-all lint/a11y/useSemanticElements: between list and items stand the rows of the grid, which a <ul> may not hold
import { A } from "@solidjs/router";
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Tag } from "../../components/badge.tsx";
import { classNames } from "../../components/class-names.ts";
import { ConnectButton } from "../../components/connect-button.tsx";
import { MachineMenuButton } from "../../components/machine-menu/menu-button.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { SelectBox } from "../../components/select-box.tsx";
import { createShortcuts } from "../../components/shortcuts/create-shortcuts.ts";
import { Thumbnail } from "../../components/thumbnail/thumbnail.tsx";
import { useConnect } from "../../state/connect.ts";
import type { MachineSelection } from "../../state/machine-selection.ts";
import { osDescription } from "../../state/os-family.ts";
import { scrollArea } from "../../state/scroll-area.ts";
import { createMachineKeys } from "./machine-keys.ts";
import { createOffsetTop } from "./offset-top.ts";

const CARD_WIDTH = 264;
/** As the card's class says: `h-68`. A constant in `style` would be written into the markup, which the content policy forbids. */
const CARD_HEIGHT = 272;
const GAP = 12;
const OVERSCAN = 3;
const MAX_TAGS_SHOWN = 3;

export function MachineCards(props: { machines: Machine[]; selection: MachineSelection }) {
  const connect = useConnect();
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

  const focusedIndex = () => {
    const card = document.activeElement?.closest<HTMLElement>("[data-card-index]");
    return card ? Number(card.dataset.cardIndex) : null;
  };
  const focusCard = (index: number, attempts = 5) => {
    const card = document.getElementById(cardId(index));
    if (card) card.focus({ preventScroll: true });
    else if (attempts > 0) requestAnimationFrame(() => focusCard(index, attempts - 1));
  };
  createMachineKeys({
    focused: () => props.machines[focusedIndex() ?? -1],
    move(step) {
      const first = (virtualizer.getVirtualItems()[0]?.index ?? 0) * columns();
      const index = focusedIndex();
      const target = index === null ? first : Math.min(props.machines.length - 1, Math.max(0, index + step));
      virtualizer.scrollToIndex(Math.floor(target / columns()), { align: "auto" });
      focusCard(target);
    },
    selection: props.selection,
  });
  createShortcuts({
    connect(event) {
      const machine = props.machines[focusedIndex() ?? -1];
      // On a link or a button in the card Enter is theirs.
      const isOnCard = event.target instanceof HTMLElement && event.target.dataset.cardIndex !== undefined;
      if (!isOnCard || !machine?.online) return false;
      return connect(machine);
    },
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
              return props.machines
                .slice(from, from + columns())
                .map((machine, index) => ({ machine, index: from + index }));
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
                <For each={cards()}>
                  {({ machine, index }) => <MachineCard machine={machine} index={index} selection={props.selection} />}
                </For>
              </div>
            );
          }}
        </For>
      </div>
    </div>
  );
}

const cardId = (index: number) => `machine-card-${index}`;

function MachineCard(props: { machine: Machine; index: number; selection: MachineSelection }) {
  const isSelected = () => props.selection.isSelected(props.machine.id);
  return (
    <div
      id={cardId(props.index)}
      role="listitem"
      data-card-index={props.index}
      tabindex="-1"
      class={classNames(
        "group flex h-68 flex-col rounded-lg border p-3 transition-colors",
        isSelected() ? "border-accent bg-active" : "border-line bg-panel hover:border-line-strong",
      )}
    >
      <Thumbnail machine={props.machine} class="-mx-3 -mt-3 mb-3 h-30 shrink-0 rounded-t-lg border-b border-line" />
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
        <SelectBox
          label={`Select ${props.machine.name}`}
          isChecked={isSelected()}
          onToggle={(isRange) => props.selection.toggle(props.machine.id, isRange)}
        />
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
