/** One machine in the table. */
// biome-ignore-all lint/a11y/useSemanticElements: a <table> lays its rows out itself; these are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: one row at a time is in the tab order (row-focus.ts), as the ARIA grid asks
import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { AgentVersion } from "../../components/agent-version.tsx";
import { Tag } from "../../components/badge.tsx";
import { classNames } from "../../components/class-names.ts";
import { ConnectButton } from "../../components/connect-button.tsx";
import { MachineMenuButton } from "../../components/machine-menu/menu-button.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { SelectBox } from "../../components/select-box.tsx";
import { useConnect } from "../../state/connect.ts";
import { FROM_MEDIUM, FROM_WIDE, GRID_COLUMNS, NARROW_ROW_HEIGHT, ROW_HEIGHT } from "./row-layout.ts";

/** More would not fit beside each other at any width; the rest is counted. */
const MAX_TAGS_SHOWN = 3;

export type MachineRowProps = {
  machine: Machine;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  isNarrow: boolean;
  isInTabOrder: boolean;
  isSelected: boolean;
  latestAgent: string | null;
  onSelect: (isRange: boolean) => void;
};

export function MachineRow(props: MachineRowProps) {
  const connect = useConnect();
  const tabindex = () => (props.isInTabOrder ? 0 : -1);
  const hiddenTags = () => props.machine.tags.slice(MAX_TAGS_SHOWN);
  return (
    <div
      id={`machine-row-${props.index}`}
      role="row"
      data-row-index={props.index}
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      tabindex={tabindex()}
      class={classNames(
        GRID_COLUMNS,
        "absolute inset-x-0 top-0 border-b border-line -outline-offset-2",
        props.isSelected ? "bg-active" : "hover:bg-hover",
      )}
      style={{
        height: `${props.isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT}px`,
        transform: `translateY(${props.top}px)`,
      }}
      onDblClick={() => props.machine.online && connect(props.machine)}
    >
      <div role="gridcell" class="flex min-w-0 items-center gap-3">
        <SelectBox
          label={`Select ${props.machine.name}`}
          isChecked={props.isSelected}
          tabindex={tabindex()}
          onToggle={props.onSelect}
        />
        <OsIcon os={props.machine.os} class="size-4 shrink-0 text-muted" />
        <div class="min-w-0">
          <A
            href={`/machines/${props.machine.id}`}
            tabindex={tabindex()}
            class="block truncate text-sm font-medium hover:underline"
          >
            {props.machine.name}
          </A>
          <Show when={!props.isNarrow && props.machine.group_name}>
            {(name) => <div class="truncate text-xs text-faint">{name()}</div>}
          </Show>
          <Show when={props.isNarrow}>
            <div class="text-xs">
              <MachineStateText machine={props.machine} />
            </div>
          </Show>
        </div>
      </div>
      <Show when={!props.isNarrow}>
        <div role="gridcell" class={classNames(FROM_MEDIUM, "min-w-0")}>
          <MachineStateText machine={props.machine} />
        </div>
      </Show>
      <div role="gridcell" class={classNames(FROM_WIDE, "min-w-0")}>
        <span class="truncate text-muted">{props.machine.logged_in_user ?? "–"}</span>
      </div>
      <div role="gridcell" class={classNames(FROM_MEDIUM, "fade-end min-w-0 gap-1 overflow-hidden")}>
        <For each={props.machine.tags.slice(0, MAX_TAGS_SHOWN)}>{(tag) => <Tag tag={tag} />}</For>
        <Show when={hiddenTags().length > 0}>
          <span class="shrink-0 text-xs text-muted" title={hiddenTags().join(", ")}>
            +{hiddenTags().length}
          </span>
        </Show>
      </div>
      <div role="gridcell" class={FROM_WIDE}>
        <AgentVersion version={props.machine.agent_version} latest={props.latestAgent} />
      </div>
      <div role="gridcell" class="flex items-center justify-end gap-1">
        <Show when={props.machine.online}>
          <ConnectButton machine={props.machine} size="sm" tabindex={tabindex()} />
        </Show>
        <MachineMenuButton machine={props.machine} tabindex={tabindex()} />
      </div>
    </div>
  );
}
