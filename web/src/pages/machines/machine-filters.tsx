/** The bar above the machines: text, state, tags, system, order, table or cards. */
import LayoutGrid from "lucide-solid/icons/layout-grid";
import Rows3 from "lucide-solid/icons/rows-3";
import X from "lucide-solid/icons/x";
import { Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Button } from "../../components/button.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { formatMachineFilter, isFiltered, type MachineFilter, withoutFilter } from "../../state/machine-filter.ts";
import { OrderMenu, OutdatedFilter, StateFilter, SystemFilter, TagFilter } from "./filter-menus.tsx";
import { FilterText } from "./filter-text.tsx";
import { GroupFilter } from "./group-filter.tsx";
import { SavedFilters } from "./saved-filters.tsx";

export type MachineView = "table" | "cards";

export type MachineFiltersProps = {
  machines: readonly Machine[];
  latestAgent: string | null;
  filter: MachineFilter;
  shownCount: number;
  onChange: (change: Partial<MachineFilter>) => void;
  view: MachineView;
  onView: (view: MachineView) => void;
};

export function MachineFilters(props: MachineFiltersProps) {
  return (
    <div class="z-10 flex items-center gap-2 border-b border-line bg-bg px-4 py-2 max-lg:flex-wrap md:sticky md:top-14 md:px-6">
      <FilterText text={props.filter.text} onChange={(text) => props.onChange({ text })} />
      {/* On a narrow page a line of its own, which scrolls sideways rather than wrap into three. */}
      <div class="-m-1 flex min-w-0 flex-1 items-center gap-2 overflow-x-auto p-1 [scrollbar-width:none] max-lg:order-last max-lg:basis-full">
        <StateFilter state={props.filter.state} onChange={(state) => props.onChange({ state })} />
        <TagFilter machines={props.machines} tags={props.filter.tags} onChange={(tags) => props.onChange({ tags })} />
        <GroupFilter
          machines={props.machines}
          group={props.filter.group}
          onChange={(group) => props.onChange({ group })}
        />
        <SystemFilter machines={props.machines} os={props.filter.os} onChange={(os) => props.onChange({ os })} />
        <OutdatedFilter
          machines={props.machines}
          latest={props.latestAgent}
          isOn={props.filter.isOutdated}
          onChange={(isOutdated) => props.onChange({ isOutdated })}
        />
        <Show when={isFiltered(props.filter)}>
          <Button variant="ghost" size="sm" onClick={() => props.onChange(withoutFilter(props.filter))}>
            <X class="size-3.5" aria-hidden="true" />
            Clear
          </Button>
          <span class="text-xs whitespace-nowrap text-muted" role="status">
            {props.shownCount} of {props.machines.length}
          </span>
        </Show>
      </div>
      <div class="ml-auto flex items-center gap-2">
        <SavedFilters query={formatMachineFilter(props.filter)} />
        <OrderMenu filter={props.filter} onChange={props.onChange} />
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
