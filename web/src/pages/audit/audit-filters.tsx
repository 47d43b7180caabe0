/** The bar above the audit log: who, what, which machine, when. */
import { useQuery } from "@tanstack/solid-query";
import X from "lucide-solid/icons/x";
import { createUniqueId, For, Show } from "solid-js";
import { AUDIT_KINDS, type AuditKind, actionsOfKind, wordsOf } from "../../../../protocol/audit-actions.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { Button } from "../../components/button.tsx";
import { ChosenFilter } from "../../components/chosen-filter.tsx";
import { FilterMenu } from "../../components/filter-menu.tsx";
import { MenuCheck, MenuSeparator } from "../../components/menu.tsx";
import { PeriodFilter } from "../../components/period-filter.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { type AuditFilter, isId, isWholeLog, WHOLE_LOG } from "../../state/audit-filter.ts";

const KINDS = Object.keys(AUDIT_KINDS) as AuditKind[];

export type AuditFiltersProps = {
  filter: AuditFilter;
  /** Of whoever the filter names by id, as the rows have it. */
  nameOf: (id: string) => string | undefined;
  onChange: (change: Partial<AuditFilter>) => void;
};

export function AuditFilters(props: AuditFiltersProps) {
  const machines = useQuery(machinesQuery);
  const list = createUniqueId();
  const machineName = (id: string) => answerOf(machines)?.find((machine) => machine.id === id)?.name;
  return (
    <search class="mb-4 flex flex-wrap items-center gap-2" aria-label="What to show of the log">
      <Show
        when={isId(props.filter.who)}
        fallback={
          <SearchField
            label="Who"
            placeholder="Who did it"
            text={props.filter.who}
            onChange={(who) => props.onChange({ who })}
          />
        }
      >
        <ChosenFilter label="Who" onClear={() => props.onChange({ who: "" })}>
          {props.nameOf(props.filter.who) ?? "One person"}
        </ChosenFilter>
      </Show>
      <WhatFilter what={props.filter.what} onChange={(what) => props.onChange({ what })} />
      <Show
        when={isId(props.filter.on)}
        fallback={
          <SearchField
            label="Done to"
            placeholder="Machine, person, token"
            list={list}
            text={props.filter.on}
            onChange={(on) => props.onChange({ on })}
          />
        }
      >
        <ChosenFilter label="On" onClear={() => props.onChange({ on: "" })}>
          {machineName(props.filter.on) ?? props.nameOf(props.filter.on) ?? "One thing"}
        </ChosenFilter>
      </Show>
      <datalist id={list}>
        <For each={answerOf(machines) ?? []}>{(machine) => <option value={machine.name} />}</For>
      </datalist>
      <PeriodFilter period={props.filter} onChange={(period) => props.onChange(period)} />
      <Show when={props.filter.session}>
        <ChosenFilter label="In" onClear={() => props.onChange({ session: "" })}>
          one session
        </ChosenFilter>
      </Show>
      <Show when={!isWholeLog(props.filter)}>
        <Button variant="ghost" size="sm" onClick={() => props.onChange(WHOLE_LOG)}>
          <X class="size-3.5" aria-hidden="true" />
          Clear
        </Button>
      </Show>
    </search>
  );
}

function WhatFilter(props: { what: readonly string[]; onChange: (what: string[]) => void }) {
  const nameOf = (name: string) => (name in AUDIT_KINDS ? AUDIT_KINDS[name as AuditKind] : wordsOf(name).label);
  const toggle = (name: string, isOn: boolean) =>
    props.onChange(isOn ? [...props.what, name] : props.what.filter((other) => other !== name));
  const kindOf = (kind: AuditKind) => props.what.includes(kind);
  return (
    <FilterMenu label="Everything" value={props.what.map(nameOf).join(", ")}>
      <For each={KINDS}>
        {(kind, index) => (
          <>
            <Show when={index() > 0}>
              <MenuSeparator />
            </Show>
            <MenuCheck
              name={AUDIT_KINDS[kind]}
              label={<span class="font-medium">{AUDIT_KINDS[kind]}</span>}
              isChecked={kindOf(kind)}
              onChange={(isOn) => toggle(kind, isOn)}
            />
            <For each={actionsOfKind(kind)}>
              {(action) => (
                <MenuCheck
                  name={wordsOf(action).label}
                  label={<span class="pl-2">{wordsOf(action).label}</span>}
                  isChecked={kindOf(kind) || props.what.includes(action)}
                  onChange={() => toggle(action, !props.what.includes(action))}
                />
              )}
            </For>
          </>
        )}
      </For>
    </FilterMenu>
  );
}
