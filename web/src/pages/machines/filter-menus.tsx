/** What the machines can be filtered and ordered by, each as one control of the bar. */
import ArrowDownUp from "lucide-solid/icons/arrow-down-up";
import { createMemo, For, Show } from "solid-js";
import { isOutdated } from "../../../../protocol/agent-version.ts";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { TagDot } from "../../components/badge.tsx";
import { classNames } from "../../components/class-names.ts";
import { FilterMenu, filterButtonClass } from "../../components/filter-menu.tsx";
import { Menu, MenuCheck } from "../../components/menu.tsx";
import { Segmented } from "../../components/segmented.tsx";
import {
  MACHINE_SORTS,
  type MachineFilter,
  type MachineSort,
  type MachineState,
  tagsInUse,
} from "../../state/machine-filter.ts";
import { type OsFamily, osFamily, osLabel } from "../../state/os-family.ts";

const SORT_LABELS: Readonly<Record<MachineSort, string>> = {
  state: "State",
  name: "Name",
  user: "User",
  os: "System",
  version: "Agent version",
  seen: "Last seen",
};

export function StateFilter(props: { state: MachineState | null; onChange: (state: MachineState | null) => void }) {
  return (
    <Segmented<MachineState | "all">
      label="State"
      value={props.state ?? "all"}
      options={[
        { value: "all", label: "All" },
        { value: "online", label: "Online" },
        { value: "in-session", label: "In session" },
        { value: "offline", label: "Offline" },
      ]}
      onChange={(state) => props.onChange(state === "all" ? null : state)}
    />
  );
}

export function TagFilter(props: {
  machines: readonly Machine[];
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}) {
  const inUse = createMemo(() => tagsInUse(props.machines));
  const toggle = (tag: string, isOn: boolean) =>
    props.onChange(isOn ? [...props.tags, tag] : props.tags.filter((other) => other !== tag));
  return (
    <Show when={inUse().length > 0}>
      <FilterMenu label="Tags" value={props.tags.join(", ")}>
        <For each={inUse()}>
          {({ tag, count }) => (
            <MenuCheck
              name={tag}
              label={
                <span class="flex min-w-0 items-center gap-2">
                  <TagDot tag={tag} />
                  <span class="truncate">{tag}</span>
                </span>
              }
              hint={String(count)}
              isChecked={props.tags.includes(tag)}
              onChange={(isOn) => toggle(tag, isOn)}
            />
          )}
        </For>
      </FilterMenu>
    </Show>
  );
}

export function SystemFilter(props: {
  machines: readonly Machine[];
  os: OsFamily | null;
  onChange: (os: OsFamily | null) => void;
}) {
  const families = createMemo(() => [...new Set(props.machines.map((machine) => osFamily(machine.os)))].sort());
  return (
    <Show when={families().length > 1 || props.os}>
      <FilterMenu label="System" value={props.os ? osLabel(props.os) : ""}>
        <For each={families()}>
          {(family) => (
            <MenuCheck
              name={osLabel(family)}
              label={osLabel(family)}
              isChecked={props.os === family}
              onChange={(isOn) => props.onChange(isOn ? family : null)}
            />
          )}
        </For>
      </FilterMenu>
    </Show>
  );
}

/** Absent where all agents are as new as the server's. */
export function OutdatedFilter(props: {
  machines: readonly Machine[];
  latest: string | null;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  const count = createMemo(
    () => props.machines.filter(({ agent_version }) => isOutdated(agent_version, props.latest)).length,
  );
  return (
    <Show when={count() > 0 || props.isOn}>
      <button
        type="button"
        aria-pressed={props.isOn}
        class={classNames(filterButtonClass, props.isOn && "border-accent text-text")}
        onClick={() => props.onChange(!props.isOn)}
      >
        Outdated
        <span class="tabular-nums text-faint">{count()}</span>
      </button>
    </Show>
  );
}

/** Choosing the present order again turns it round. */
export function OrderMenu(props: { filter: MachineFilter; onChange: (change: Partial<MachineFilter>) => void }) {
  const isChosen = (sort: MachineSort) => props.filter.sort === sort;
  return (
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
            hint={isChosen(sort) ? (props.filter.isDescending ? "descending" : "ascending") : undefined}
            isChecked={isChosen(sort)}
            onChange={() => props.onChange({ sort, isDescending: isChosen(sort) && !props.filter.isDescending })}
          />
        )}
      </For>
    </Menu>
  );
}
