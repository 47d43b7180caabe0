/** Narrows the machines to those of one group, by its name. */
import { useQuery } from "@tanstack/solid-query";
import { createMemo, For, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { FilterMenu } from "../../components/filter-menu.tsx";
import { MenuCheck } from "../../components/menu.tsx";
import { type MachineFilter, NO_GROUP } from "../../state/machine-filter.ts";

export type GroupFilterProps = {
  machines: readonly Machine[];
  group: MachineFilter["group"];
  onChange: (group: MachineFilter["group"]) => void;
};

export function GroupFilter(props: GroupFilterProps) {
  const groups = useQuery(groupsQuery);
  const counts = createMemo(() => {
    const byGroup = new Map<string, number>();
    for (const { group_id } of props.machines) {
      byGroup.set(group_id ?? NO_GROUP, (byGroup.get(group_id ?? NO_GROUP) ?? 0) + 1);
    }
    return byGroup;
  });
  const choices = createMemo(() => {
    const named = (answerOf(groups) ?? []).map(({ id, name }) => ({ id, name }));
    return counts().has(NO_GROUP) ? [...named, { id: NO_GROUP, name: "No group" }] : named;
  });
  const chosen = () => choices().find(({ id }) => id === props.group)?.name;

  return (
    // One group, and nothing outside it, is no choice.
    <Show when={choices().length > 1 || props.group}>
      <FilterMenu label="Group" value={props.group ? (chosen() ?? "Unknown group") : ""}>
        <For each={choices()}>
          {({ id, name }) => (
            <MenuCheck
              name={name}
              label={name}
              hint={String(counts().get(id) ?? 0)}
              isChecked={props.group === id}
              onChange={(isOn) => props.onChange(isOn ? id : null)}
            />
          )}
        </For>
      </FilterMenu>
    </Show>
  );
}
