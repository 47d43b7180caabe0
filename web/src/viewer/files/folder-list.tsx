/** What is in a folder, as rows of a grid: click selects, Enter or a double click opens or downloads. */
// biome-ignore-all lint/a11y/useSemanticElements: a <table> lays its rows out itself; these are placed one by one
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are the rows' group's
// biome-ignore-all lint/a11y/noStaticElementInteractions: as above
// biome-ignore-all lint/a11y/useFocusableInteractive: one row at a time is in the tab order (row-focus.ts), as the ARIA grid asks
import { createVirtualizer } from "@tanstack/solid-virtual";
import File from "lucide-solid/icons/file";
import FileSymlink from "lucide-solid/icons/file-symlink";
import Folder from "lucide-solid/icons/folder";
import { createMemo, For, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { FileEntry } from "../../../../protocol/rest/files.ts";
import { classNames } from "../../components/class-names.ts";
import { TimeAgo } from "../../components/relative-time.tsx";
import { createRowFocus } from "../../components/row-focus.ts";
import { byteSize } from "../../state/byte-size.ts";
import { type EntrySort, isFolder } from "./sort-entries.ts";

const ROW_HEIGHT = 32;
const COLUMNS = "grid grid-cols-[1fr_5.5rem_7.5rem] max-sm:grid-cols-[1fr_5rem] gap-2 px-3 items-center";

export type FolderListProps = {
  entries: readonly FileEntry[];
  selected: ReadonlySet<string>;
  sort: EntrySort;
  isDescending: boolean;
  onSort: (sort: EntrySort) => void;
  onSelect: (names: ReadonlySet<string>) => void;
  onOpen: (entry: FileEntry) => void;
  onRename: (entry: FileEntry) => void;
  onDelete: () => void;
  onUp: () => void;
};

export function FolderList(props: FolderListProps) {
  let area!: HTMLDivElement;
  /** Where a range of the selection starts. */
  let anchor = 0;
  const virtualizer = createVirtualizer({
    get count() {
      return props.entries.length;
    },
    getScrollElement: () => area,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const focus = createRowFocus({
    count: () => props.entries.length,
    firstShown: () => virtualizer.getVirtualItems()[0]?.index ?? 0,
    isShown: (index) => virtualizer.getVirtualItems().some((item) => item.index === index),
    bringIntoView: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
    rowId: (index) => `file-row-${index}`,
    onEnter: (index) => {
      const entry = props.entries[index];
      if (entry) props.onOpen(entry);
    },
  });

  function select(index: number, event: MouseEvent | KeyboardEvent): void {
    const name = props.entries[index]?.name;
    if (name === undefined) return;
    if (event.shiftKey) {
      const [from, to] = [Math.min(anchor, index), Math.max(anchor, index)];
      props.onSelect(new Set(props.entries.slice(from, to + 1).map((entry) => entry.name)));
      return;
    }
    anchor = index;
    if (event.ctrlKey || event.metaKey) {
      const next = new Set(props.selected);
      if (!next.delete(name)) next.add(name);
      props.onSelect(next);
    } else {
      props.onSelect(props.selected.size === 1 && props.selected.has(name) ? new Set() : new Set([name]));
    }
  }

  /** By the row that has the focus, where there is one. */
  const keys: Readonly<Record<string, (index: number, entry: FileEntry, event: KeyboardEvent) => void>> = {
    " ": (index, _, event) => select(index, event),
    F2: (_, entry) => props.onRename(entry),
    Delete(_, entry) {
      if (props.selected.size === 0) props.onSelect(new Set([entry.name]));
      props.onDelete();
    },
    Backspace: () => props.onUp(),
  };

  function onKeyDown(event: KeyboardEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row-index]") : null;
    const index = Number(row?.dataset.rowIndex ?? -1);
    const entry = props.entries[index];
    if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      props.onSelect(new Set(props.entries.map(({ name }) => name)));
    } else if (entry && Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]?.(index, entry, event);
    } else {
      focus.onKeyDown(event);
    }
  }

  return (
    <div
      role="grid"
      aria-label="Files"
      aria-multiselectable="true"
      aria-rowcount={props.entries.length + 1}
      class="flex min-h-0 flex-1 flex-col"
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} class={classNames(COLUMNS, "h-8 border-line border-b text-faint text-xs")}>
          <Heading title="Name" sort="name" list={props} />
          <Heading title="Size" sort="size" list={props} class="justify-end" />
          <Heading title="Modified" sort="modified" list={props} class="max-sm:hidden" />
        </div>
      </div>
      <div ref={area} role="rowgroup" class="min-h-0 flex-1 overflow-auto">
        <div
          role="presentation"
          class="relative"
          style={{ height: `${virtualizer.getTotalSize()}px` }}
          onKeyDown={onKeyDown}
          onFocusIn={focus.onFocusIn}
        >
          <For each={virtualizer.getVirtualItems()}>
            {(item) => {
              const entry = createMemo(() => props.entries[item.index]);
              return (
                <Show when={entry()}>
                  {(present) => (
                    <div
                      id={`file-row-${item.index}`}
                      role="row"
                      aria-rowindex={item.index + 2}
                      aria-selected={props.selected.has(present().name)}
                      data-row-index={item.index}
                      tabindex={focus.isInTabOrder(item.index) ? 0 : -1}
                      class={classNames(
                        COLUMNS,
                        "absolute inset-x-0 h-8 cursor-default select-none text-sm outline-none hover:bg-hover",
                        "focus-visible:outline-2 focus-visible:outline-focus focus-visible:-outline-offset-2",
                        "aria-selected:bg-accent-soft",
                      )}
                      style={{ top: `${item.start}px` }}
                      onClick={(event) => select(item.index, event)}
                      onDblClick={() => props.onOpen(present())}
                    >
                      <span role="gridcell" class="flex min-w-0 items-center gap-2">
                        <Dynamic
                          component={iconOf(present())}
                          class={classNames("size-4 shrink-0", isFolder(present()) ? "text-accent-text" : "text-muted")}
                          aria-hidden="true"
                        />
                        <span class="truncate" title={present().name}>
                          {present().name}
                        </span>
                      </span>
                      <span role="gridcell" class="text-right text-muted tabular-nums">
                        {isFolder(present()) ? "" : byteSize(present().size)}
                      </span>
                      <span role="gridcell" class="truncate text-muted max-sm:hidden">
                        <Show when={present().modified_at}>{(at) => <TimeAgo at={at()} />}</Show>
                      </span>
                    </div>
                  )}
                </Show>
              );
            }}
          </For>
        </div>
      </div>
    </div>
  );
}

function iconOf(entry: FileEntry) {
  if (isFolder(entry)) return Folder;
  return entry.type === "symlink" ? FileSymlink : File;
}

function Heading(props: { title: string; sort: EntrySort; list: FolderListProps; class?: string }) {
  const isSorted = () => props.list.sort === props.sort;
  return (
    <span
      role="columnheader"
      class={classNames("flex", props.class)}
      aria-sort={isSorted() ? (props.list.isDescending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        class={classNames("-mx-1.5 rounded-sm px-1.5 hover:text-text", isSorted() && "text-text")}
        onClick={() => props.list.onSort(props.sort)}
      >
        {props.title}
        <span aria-hidden="true">{isSorted() ? (props.list.isDescending ? " ↓" : " ↑") : ""}</span>
      </button>
    </span>
  );
}
