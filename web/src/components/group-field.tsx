/** The group that a machine goes into, of those there are. */
import { useQuery } from "@tanstack/solid-query";
import { For, Show } from "solid-js";
import { answerOf } from "../api/answer-of.ts";
import { groupsQuery } from "../api/groups.ts";
import { SelectField } from "./field.tsx";

/** Nothing where there is no group to choose. */
export function GroupField(props: {
  groupId: string | null;
  onChange: (groupId: string | null) => void;
  hint?: string;
}) {
  const groups = useQuery(groupsQuery);
  return (
    <Show when={(answerOf(groups) ?? []).length > 0}>
      <SelectField
        label="Group"
        hint={props.hint}
        onChange={(event) => props.onChange(event.currentTarget.value || null)}
      >
        <option value="" selected={props.groupId === null}>
          None: administrators only
        </option>
        <For each={answerOf(groups)}>
          {(group) => (
            <option value={group.id} selected={group.id === props.groupId}>
              {group.name}
            </option>
          )}
        </For>
      </SelectField>
    </Show>
  );
}
