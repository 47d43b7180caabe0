/** The bar above the sessions: text, live or ended, whose, which machine, when. */
import X from "lucide-solid/icons/x";
import { Show } from "solid-js";
import { Button } from "../../components/button.tsx";
import { ChosenFilter } from "../../components/chosen-filter.tsx";
import { PeriodFilter } from "../../components/period-filter.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { ALL_SESSIONS, isAllSessions, type SessionFilter } from "../../state/session-filter.ts";
import { useMe } from "../../state/signed-in.tsx";

export type SessionFiltersProps = {
  filter: SessionFilter;
  personName: (id: string) => string | undefined;
  machineName: (id: string) => string | undefined;
  onChange: (change: Partial<SessionFilter>) => void;
};

export function SessionFilters(props: SessionFiltersProps) {
  const me = useMe();
  return (
    <search class="mb-6 flex flex-wrap items-center gap-2" aria-label="Which sessions to show">
      <SearchField
        label="Find sessions"
        placeholder="Name, reason, notes"
        text={props.filter.text}
        onChange={(text) => props.onChange({ text })}
      />
      <Segmented<"all" | "live" | "ended">
        label="State"
        value={props.filter.state ?? "all"}
        options={[
          { value: "all", label: "All" },
          { value: "live", label: "Live" },
          { value: "ended", label: "Ended" },
        ]}
        onChange={(state) => props.onChange({ state: state === "all" ? null : state })}
      />
      <Show
        when={props.filter.personId}
        fallback={
          <Button size="md" onClick={() => props.onChange({ personId: me().id })}>
            Mine
          </Button>
        }
      >
        {(id) => (
          <ChosenFilter label="Person" onClear={() => props.onChange({ personId: "" })}>
            {id() === me().id ? "Me" : (props.personName(id()) ?? "One person")}
          </ChosenFilter>
        )}
      </Show>
      <Show when={props.filter.machineId}>
        {(id) => (
          <ChosenFilter label="Machine" onClear={() => props.onChange({ machineId: "" })}>
            {props.machineName(id()) ?? "One machine"}
          </ChosenFilter>
        )}
      </Show>
      <PeriodFilter period={props.filter} onChange={(period) => props.onChange(period)} />
      <Show when={!isAllSessions(props.filter)}>
        <Button variant="ghost" size="sm" onClick={() => props.onChange(ALL_SESSIONS)}>
          <X class="size-3.5" aria-hidden="true" />
          Clear
        </Button>
      </Show>
    </search>
  );
}
