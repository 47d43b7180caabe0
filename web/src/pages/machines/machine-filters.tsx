/** The bar above the machines: text, state, tags, system, order, table or cards. */
import ArrowDownUp from "lucide-solid/icons/arrow-down-up";
import ChevronDown from "lucide-solid/icons/chevron-down";
import LayoutGrid from "lucide-solid/icons/layout-grid";
import Rows3 from "lucide-solid/icons/rows-3";
import Search from "lucide-solid/icons/search";
import X from "lucide-solid/icons/x";
import { createEffect, createMemo, For, on, onCleanup, onMount, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { TagDot } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { Menu, MenuCheck } from "../../components/menu.tsx";
import { Segmented } from "../../components/segmented.tsx";
import {
  isFiltered,
  MACHINE_SORTS,
  type MachineFilter,
  type MachineSort,
  type MachineState,
  NO_FILTER,
  tagsInUse,
} from "../../state/machine-filter.ts";
import { type OsFamily, osFamily, osLabel } from "../../state/os-family.ts";

export type MachineView = "table" | "cards";

export type MachineFiltersProps = {
  machines: readonly Machine[];
  filter: MachineFilter;
  shownCount: number;
  onChange: (change: Partial<MachineFilter>) => void;
  view: MachineView;
  onView: (view: MachineView) => void;
};

const SORT_LABELS: Readonly<Record<MachineSort, string>> = {
  state: "State",
  name: "Name",
  user: "User",
  os: "System",
  version: "Agent version",
  seen: "Last seen",
};

export function MachineFilters(props: MachineFiltersProps) {
  const tags = createMemo(() => tagsInUse(props.machines));
  const families = createMemo(() => [...new Set(props.machines.map((machine) => osFamily(machine.os)))].sort());
  const toggleTag = (tag: string, isOn: boolean) =>
    props.onChange({ tags: isOn ? [...props.filter.tags, tag] : props.filter.tags.filter((other) => other !== tag) });

  return (
    <div class="z-10 flex flex-wrap items-center gap-2 border-b border-line bg-bg px-4 py-2 md:sticky md:top-14 md:px-6">
      <FilterText text={props.filter.text} onChange={(text) => props.onChange({ text })} />
      <Segmented<MachineState | "all">
        label="State"
        value={props.filter.state ?? "all"}
        options={[
          { value: "all", label: "All" },
          { value: "online", label: "Online" },
          { value: "in-session", label: "In session" },
          { value: "offline", label: "Offline" },
        ]}
        onChange={(state) => props.onChange({ state: state === "all" ? null : state })}
      />
      <Show when={tags().length > 0}>
        <FilterMenu label="Tags" value={props.filter.tags.join(", ")}>
          <For each={tags()}>
            {({ tag, count }) => (
              <MenuCheck
                name={tag}
                label={
                  <span class="flex items-center gap-2">
                    <TagDot tag={tag} />
                    {tag}
                  </span>
                }
                hint={String(count)}
                isChecked={props.filter.tags.includes(tag)}
                onChange={(isOn) => toggleTag(tag, isOn)}
              />
            )}
          </For>
        </FilterMenu>
      </Show>
      <Show when={families().length > 1 || props.filter.os}>
        <FilterMenu label="System" value={props.filter.os ? osLabel(props.filter.os) : ""}>
          <For each={families()}>
            {(family: OsFamily) => (
              <MenuCheck
                name={osLabel(family)}
                label={osLabel(family)}
                isChecked={props.filter.os === family}
                onChange={(isOn) => props.onChange({ os: isOn ? family : null })}
              />
            )}
          </For>
        </FilterMenu>
      </Show>
      <Show when={isFiltered(props.filter)}>
        <Button
          variant="ghost"
          size="sm"
          onClick={() =>
            props.onChange({ ...NO_FILTER, sort: props.filter.sort, isDescending: props.filter.isDescending })
          }
        >
          <X class="size-3.5" aria-hidden="true" />
          Clear
        </Button>
        <span class="text-xs text-muted" role="status">
          {props.shownCount} of {props.machines.length}
        </span>
      </Show>
      <div class="ml-auto flex items-center gap-2">
        <Menu
          label={`Order: ${SORT_LABELS[props.filter.sort]}`}
          placement="bottom-end"
          triggerClass={filterButtonClass}
          trigger={
            <>
              <ArrowDownUp class="size-3.5" aria-hidden="true" />
              {SORT_LABELS[props.filter.sort]}
            </>
          }
        >
          <For each={MACHINE_SORTS}>
            {(sort) => (
              <MenuCheck
                name={SORT_LABELS[sort]}
                label={SORT_LABELS[sort]}
                hint={props.filter.sort === sort ? (props.filter.isDescending ? "descending" : "ascending") : undefined}
                isChecked={props.filter.sort === sort}
                onChange={() =>
                  props.onChange({ sort, isDescending: props.filter.sort === sort && !props.filter.isDescending })
                }
              />
            )}
          </For>
        </Menu>
        <Segmented<MachineView>
          label="View"
          value={props.view}
          isIconOnly
          options={[
            { value: "table", label: "Table", icon: <Rows3 class="size-4" aria-hidden="true" /> },
            { value: "cards", label: "Cards", icon: <LayoutGrid class="size-4" aria-hidden="true" /> },
          ]}
          onChange={props.onView}
        />
      </div>
    </div>
  );
}

const filterButtonClass =
  "inline-flex h-8 max-w-52 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 text-xs font-medium text-muted " +
  "transition-colors hover:bg-hover hover:text-text data-[expanded]:bg-hover pointer-coarse:h-10";

function FilterMenu(props: { label: string; value: string; children: import("solid-js").JSX.Element }) {
  return (
    <Menu
      label={props.value ? `${props.label}: ${props.value}` : props.label}
      triggerClass={classNames(filterButtonClass, props.value && "text-text")}
      trigger={
        <>
          <span class="truncate">{props.value || props.label}</span>
          <ChevronDown class="size-3.5 shrink-0" aria-hidden="true" />
        </>
      }
    >
      {props.children}
    </Menu>
  );
}

/** "/" goes there from anywhere on the page, as in most lists on the web. */
function FilterText(props: { text: string; onChange: (text: string) => void }) {
  let input: HTMLInputElement | undefined;
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [role=dialog]");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input?.focus();
    };
    document.addEventListener("keydown", onKey);
    onCleanup(() => document.removeEventListener("keydown", onKey));
  });
  // What is being typed leads; the address follows, and is followed only where it changed otherwise (back, "Clear").
  createEffect(
    on(
      () => props.text,
      (text) => {
        if (input && input.value !== text && (document.activeElement !== input || text === "")) input.value = text;
      },
    ),
  );
  return (
    <div class="relative w-64 max-sm:w-full">
      <Search
        class="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-faint"
        aria-hidden="true"
      />
      <input
        ref={input}
        type="search"
        aria-label="Filter machines"
        placeholder="Filter by name, user, tag…"
        autocomplete="off"
        spellcheck={false}
        value={props.text}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        class="h-8 w-full rounded-md border border-line-strong bg-panel pr-2 pl-8 text-sm hover:border-muted focus-visible:border-focus focus-visible:outline-offset-0 pointer-coarse:h-10 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}
