/** The machines as rows of a grid. Only rows in sight exist, so a thousand scroll as smoothly as ten. */
// biome-ignore-all lint/a11y/useSemanticElements: a <table> lays its rows out itself; these are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: one row at a time is in the tab order (row-focus.ts), as the ARIA grid asks
import { createVirtualizer } from "@tanstack/solid-virtual";
import ArrowDown from "lucide-solid/icons/arrow-down";
import ArrowUp from "lucide-solid/icons/arrow-up";
import { createMemo, For, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { classNames } from "../../components/class-names.ts";
import { createRowFocus } from "../../components/row-focus.ts";
import { SelectBox } from "../../components/select-box.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { useConnect } from "../../state/connect.ts";
import type { MachineSort } from "../../state/machine-filter.ts";
import type { MachineSelection } from "../../state/machine-selection.ts";
import { scrollArea } from "../../state/scroll-area.ts";
import { createMachineKeys } from "./machine-keys.ts";
import { MachineRow } from "./machine-row.tsx";
import { createOffsetTop } from "./offset-top.ts";
import { FROM_MEDIUM, FROM_WIDE, GRID_COLUMNS, NARROW_ROW_HEIGHT, ROW_HEIGHT } from "./row-layout.ts";

/** Rows rendered beyond the edge, so that a fast scroll shows no gap. */
const OVERSCAN = 12;

const HEADINGS: readonly { title: string; sort: MachineSort | null; class: string }[] = [
  { title: "Name", sort: "name", class: "flex" },
  { title: "State", sort: "state", class: FROM_MEDIUM },
  { title: "User", sort: "user", class: FROM_WIDE },
  { title: "Tags", sort: null, class: FROM_MEDIUM },
  { title: "Agent", sort: "version", class: FROM_WIDE },
];

export type MachineTableProps = {
  machines: Machine[];
  isNarrow: boolean;
  sort: MachineSort;
  isDescending: boolean;
  onSort: (sort: MachineSort) => void;
  selection: MachineSelection;
  latestAgent: string | null;
};

export function MachineTable(props: MachineTableProps) {
  let body: HTMLDivElement | undefined;
  const connect = useConnect();
  const offsetTop = createOffsetTop(() => body);
  const virtualizer = createVirtualizer({
    get count() {
      return props.machines.length;
    },
    get scrollMargin() {
      return offsetTop();
    },
    getScrollElement: scrollArea,
    estimateSize: () => (props.isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT),
    overscan: OVERSCAN,
    // The bars that stay on top would cover a row that the keyboard moves to.
    scrollPaddingStart: 150,
    scrollPaddingEnd: 16,
  });
  const focus = createRowFocus({
    count: () => props.machines.length,
    firstShown: () => virtualizer.getVirtualItems()[0]?.index ?? 0,
    isShown: (index) => virtualizer.getVirtualItems().some((item) => item.index === index),
    bringIntoView: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
    rowId: (index) => `machine-row-${index}`,
    onEnter: (index, event) => {
      const machine = props.machines[index];
      if (machine?.online) void connect(machine, { inNewTab: event.ctrlKey || event.metaKey });
    },
  });

  createMachineKeys({
    focused: () => props.machines[focus.focused() ?? -1],
    move: focus.move,
    selection: props.selection,
  });

  return (
    <div role="grid" aria-label="Machines" aria-multiselectable="true" aria-rowcount={props.machines.length + 1}>
      <div role="rowgroup">
        <div
          role="row"
          aria-rowindex={1}
          class={classNames(GRID_COLUMNS, "h-8 border-b border-line bg-bg text-xs text-faint max-sm:hidden")}
        >
          <For each={HEADINGS}>{(heading) => <Heading {...heading} table={props} />}</For>
          <span role="columnheader">
            <span class="sr-only">Actions</span>
          </span>
        </div>
      </div>
      <div
        role="rowgroup"
        ref={body}
        class="relative"
        style={{ height: `${virtualizer.getTotalSize()}px` }}
        onKeyDown={focus.onKeyDown}
        onFocusIn={focus.onFocusIn}
      >
        {/* By item: a row keeps its elements for as long as it is in sight, and scrolling makes those that come. */}
        <For each={virtualizer.getVirtualItems()}>
          {(item) => {
            const machine = createMemo(() => props.machines[item.index]);
            return (
              <Show when={machine()}>
                {(present) => (
                  <MachineRow
                    machine={present()}
                    index={item.index}
                    top={item.start - offsetTop()}
                    isNarrow={props.isNarrow}
                    latestAgent={props.latestAgent}
                    isInTabOrder={focus.isInTabOrder(item.index)}
                    isSelected={props.selection.isSelected(present().id)}
                    onSelect={(isRange) => props.selection.toggle(present().id, isRange)}
                  />
                )}
              </Show>
            );
          }}
        </For>
      </div>
    </div>
  );
}

function Heading(props: { title: string; sort: MachineSort | null; class: string; table: MachineTableProps }) {
  const isSorted = () => props.sort !== null && props.table.sort === props.sort;
  return (
    <span
      role="columnheader"
      class={classNames(props.class, "items-center gap-3")}
      aria-sort={isSorted() ? (props.table.isDescending ? "descending" : "ascending") : undefined}
    >
      <Show when={props.sort === "name"}>
        <SelectAll selection={props.table.selection} />
      </Show>
      <Show when={props.sort} fallback={props.title}>
        {(sort) => (
          <button
            type="button"
            class={classNames(
              "-ml-1.5 inline-flex items-center gap-1 rounded-sm px-1.5 hover:text-text",
              isSorted() && "text-text",
            )}
            onClick={() => props.table.onSort(sort())}
          >
            {props.title}
            <Show when={isSorted()}>
              <Show when={props.table.isDescending} fallback={<ArrowDown class="size-3" aria-hidden="true" />}>
                <ArrowUp class="size-3" aria-hidden="true" />
              </Show>
            </Show>
          </button>
        )}
      </Show>
    </span>
  );
}

function SelectAll(props: { selection: MachineSelection }) {
  const isAll = () => props.selection.isAllShown();
  return (
    <SelectBox
      label={isAll() ? "Select none" : "Select all that are shown"}
      isChecked={isAll()}
      isPartly={!isAll() && props.selection.selected().length > 0}
      onToggle={() => (isAll() ? props.selection.clear() : props.selection.selectShown())}
    />
  );
}

export function MachineTableSkeleton() {
  return (
    <div class="pt-12">
      <SkeletonRows
        count={8}
        label="Loading machines"
        row={(index) => (
          <div class={classNames(GRID_COLUMNS, "h-11 border-b border-line")}>
            <Skeleton class={["h-3 w-32", "h-3 w-24", "h-3 w-40"][index % 3]} />
            <span class={FROM_MEDIUM}>
              <Skeleton class="h-3 w-16" />
            </span>
            <span class={FROM_MEDIUM}>
              <Skeleton class="h-3 w-24" />
            </span>
          </div>
        )}
      />
    </div>
  );
}
