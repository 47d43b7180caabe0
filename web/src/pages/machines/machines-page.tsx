/** All machines that a person may see: filtered, sorted, as a table or as cards; the address holds the view. */
import { A, useLocation, useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import Monitor from "lucide-solid/icons/monitor";
import Plus from "lucide-solid/icons/plus";
import SearchX from "lucide-solid/icons/search-x";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { latestAgentQuery, machinesQuery } from "../../api/machines.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import {
  filterMachines,
  formatMachineFilter,
  type MachineFilter,
  parseMachineFilter,
  sortMachines,
  withoutFilter,
} from "../../state/machine-filter.ts";
import { createMachineSelection } from "../../state/machine-selection.ts";
import { createMediaQuery } from "../../state/media-query.ts";
import { createPreference } from "../../state/preference.ts";
import { useMe } from "../../state/signed-in.tsx";
import { BulkBar } from "./bulk/bulk-bar.tsx";
import { MachineCards } from "./machine-cards.tsx";
import { MachineFilters } from "./machine-filters.tsx";
import { MachineTable, MachineTableSkeleton } from "./machine-table.tsx";

const view = createPreference<"table" | "cards">("machines-view", ["table", "cards"], "table");

export function MachinesPage() {
  const location = useLocation();
  const navigate = useNavigate();
  const machines = useQuery(machinesQuery);
  // As `@2xl` of the columns: a window this narrow has no rail, so that the page is as wide as the window.
  const isNarrow = createMediaQuery("(width < 42rem)");
  const filter = createMemo(() => parseMachineFilter(location.search));
  const all = createMemo<Machine[] | undefined>(() => answerOf(machines));
  const latest = useQuery(latestAgentQuery);
  const latestAgent = () => answerOf(latest) ?? null;
  const order = createMemo(() => ({ sort: filter().sort, isDescending: filter().isDescending }), undefined, {
    equals: (a, b) => a.sort === b.sort && a.isDescending === b.isDescending,
  });
  // Sorting is what takes long: it is not done again for every key in the filter.
  const sorted = createMemo<Machine[]>((before) => sortMachines(all() ?? [], order(), before), []);
  const shown = createMemo(() => filterMachines(sorted(), filter(), latestAgent()));
  const selection = createMachineSelection(() => all() ?? [], shown);

  const setFilter = (change: Partial<MachineFilter>) => {
    const path = `/machines${formatMachineFilter({ ...filter(), ...change })}`;
    navigate(path, { replace: true, scroll: false });
  };

  return (
    <>
      <PageHeader title="Machines" count={all()?.length} actions={<AddMachine variant="primary" />} />
      <Switch fallback={<MachineTableSkeleton />}>
        <Match when={machines.isError && !all()}>
          <ErrorState title="The machines were not loaded" error={machines.error} onRetry={() => machines.refetch()} />
        </Match>
        <Match when={all()?.length === 0}>
          <NoMachines />
        </Match>
        <Match when={all()}>
          <MachineFilters
            machines={all() ?? []}
            latestAgent={latestAgent()}
            filter={filter()}
            shownCount={shown().length}
            onChange={setFilter}
            view={view.value()}
            onView={view.set}
          />
          <Show
            when={shown().length > 0}
            fallback={<NothingFound onClear={() => setFilter(withoutFilter(filter()))} />}
          >
            <Show when={view.value() === "table"} fallback={<MachineCards machines={shown()} selection={selection} />}>
              <MachineTable
                machines={shown()}
                isNarrow={isNarrow()}
                sort={filter().sort}
                isDescending={filter().isDescending}
                onSort={(sort) =>
                  setFilter({ sort, isDescending: filter().sort === sort ? !filter().isDescending : false })
                }
                selection={selection}
                latestAgent={latestAgent()}
              />
            </Show>
          </Show>
          <BulkBar selection={selection} />
        </Match>
      </Switch>
    </>
  );
}

function AddMachine(props: { variant: "primary" | "secondary" }) {
  const me = useMe();
  return (
    <Show when={me().role === "admin"}>
      <A href="/enrollment?new=1" class={buttonClass(props.variant)}>
        <Plus class="size-4" aria-hidden="true" />
        Add machine
      </A>
    </Show>
  );
}

function NoMachines() {
  const me = useMe();
  return (
    <EmptyState
      icon={<Monitor class="size-5" aria-hidden="true" />}
      title="No machines yet"
      action={
        <>
          <AddMachine variant="primary" />
          <A href="/connect" class={buttonClass("secondary")}>
            Connect by a code
          </A>
        </>
      }
    >
      {me().role === "admin"
        ? "Copy one line into a terminal of the machine that you want to reach. It appears here by itself."
        : "Nobody has shared a machine with you yet. Ask an administrator, or connect by the code that someone reads out to you."}
    </EmptyState>
  );
}

function NothingFound(props: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchX class="size-5" aria-hidden="true" />}
      title="No machine fits"
      action={<Button onClick={() => props.onClear()}>Show all machines</Button>}
    >
      None has all of what the filter asks for.
    </EmptyState>
  );
}
