/** Chooses machines out of many: by a few letters, one by one, or all that are shown. */
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Tag } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { controlClass } from "../../components/field.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { Skeleton } from "../../components/skeleton.tsx";

const ROW_PX = 40;

export function MachinePicker(props: {
  machines: readonly Machine[];
  isLoading: boolean;
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const [text, setText] = createSignal("");
  const [isOnlineOnly, setOnlineOnly] = createSignal(false);
  const shown = createMemo(() => {
    const words = text().toLowerCase().split(/\s+/).filter(Boolean);
    return props.machines.filter((machine) => {
      if (isOnlineOnly() && !machine.online) return false;
      const found = `${machine.name} ${machine.hostname} ${machine.os} ${machine.tags.join(" ")}`.toLowerCase();
      return words.every((word) => found.includes(word));
    });
  });
  const areAllChosen = createMemo(() => shown().length > 0 && shown().every(({ id }) => props.chosen.has(id)));
  const setAll = (isChosen: boolean) => {
    const next = new Set(props.chosen);
    for (const { id } of shown()) isChosen ? next.add(id) : next.delete(id);
    props.onChange(next);
  };
  const toggle = (id: string) => {
    const next = new Set(props.chosen);
    if (!next.delete(id)) next.add(id);
    props.onChange(next);
  };

  return (
    <div class="overflow-hidden rounded-lg border border-line bg-panel">
      <div class="flex flex-wrap items-center gap-2 border-line border-b p-2">
        <input
          type="search"
          class={`${controlClass} h-8 min-w-40 flex-1 pointer-coarse:h-10`}
          aria-label="Search the machines"
          placeholder="Name, tag or system…"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
        <label class="flex items-center gap-2 px-1 text-sm text-muted">
          <input
            type="checkbox"
            checked={isOnlineOnly()}
            onChange={(event) => setOnlineOnly(event.currentTarget.checked)}
          />
          Online only
        </label>
        <Button disabled={shown().length === 0} onClick={() => setAll(!areAllChosen())}>
          {areAllChosen() ? "Choose none of these" : `Choose all ${shown().length}`}
        </Button>
      </div>
      <Show
        when={shown().length > 0}
        fallback={
          <Show when={!props.isLoading} fallback={<Skeleton class="m-3 h-8" />}>
            <p class="p-4 text-center text-sm text-muted">
              {props.machines.length === 0 ? "There is no machine on which you may run scripts." : "No machine fits."}
            </p>
          </Show>
        }
      >
        <MachineList machines={shown()} chosen={props.chosen} onToggle={toggle} />
      </Show>
      <p class="border-line border-t px-3 py-2 text-xs text-muted" role="status">
        {props.chosen.size === 0 ? "None chosen" : `${props.chosen.size} chosen`}
      </p>
    </div>
  );
}

/** Apart, so that what scrolls is there when its rows are counted. */
function MachineList(props: {
  machines: readonly Machine[];
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  const [area, setArea] = createSignal<HTMLElement | null>(null);
  onMount(() => setArea(element));
  let element!: HTMLDivElement;
  const rows = createVirtualizer({
    get count() {
      return props.machines.length;
    },
    getScrollElement: area,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  return (
    <div ref={element} class="max-h-80 overflow-y-auto">
      <div class="relative" style={{ height: `${rows.getTotalSize()}px` }}>
        <For each={rows.getVirtualItems()}>
          {(row) => (
            <Show when={props.machines[row.index]}>
              {(machine) => (
                <label
                  class="absolute inset-x-0 flex h-10 cursor-pointer items-center gap-3 px-3 text-sm hover:bg-hover has-focus-visible:bg-hover"
                  style={{ top: `${row.start}px` }}
                >
                  <input
                    type="checkbox"
                    class="size-4 shrink-0 accent-accent"
                    checked={props.chosen.has(machine().id)}
                    onChange={() => props.onToggle(machine().id)}
                  />
                  <OsIcon os={machine().os} class="size-4 shrink-0 text-muted" />
                  <span class="min-w-0 truncate">{machine().name}</span>
                  <span class="flex min-w-0 flex-1 gap-1 overflow-hidden max-sm:hidden">
                    <For each={machine().tags}>{(tag) => <Tag tag={tag} />}</For>
                  </span>
                  <span
                    class={classNames("text-xs max-sm:ml-auto", machine().online ? "text-online-text" : "text-faint")}
                  >
                    {machine().online ? "Online" : "Offline"}
                  </span>
                </label>
              )}
            </Show>
          )}
        </For>
      </div>
    </div>
  );
}
