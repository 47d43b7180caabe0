/** The group that a machine is in: of those into which the person may move it. */
import { useQuery } from "@tanstack/solid-query";
import { createMemo, For, Show } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { useMe } from "../../state/signed-in.tsx";
import { SelectField } from "../field.tsx";

export type GroupFieldProps = {
  before: string | null;
  chosen: string | null;
  onChange: (groupId: string | null) => void;
};

export function GroupField(props: GroupFieldProps) {
  const me = useMe();
  const groups = useQuery(groupsQuery);
  const isAdmin = () => me().role === "admin";
  const choices = createMemo(() =>
    (answerOf(groups) ?? []).filter(({ id, permissions }) => id === props.before || permissions.includes("manage")),
  );
  // Out of every group, only administrators see it.
  const count = () => choices().length + (isAdmin() ? 1 : 0);
  const isLeft = () => props.chosen !== props.before && props.before !== null;
  return (
    <Show when={count() > 1}>
      <SelectField
        label="Group"
        hint={
          isLeft() ? "Whoever reaches it only by its present group loses it at once." : "Its members see the machine."
        }
        onChange={(event) => props.onChange(event.currentTarget.value || null)}
      >
        <Show when={isAdmin()}>
          <option value="" selected={props.chosen === null}>
            No group
          </option>
        </Show>
        <For each={choices()}>
          {({ id, name }) => (
            <option value={id} selected={props.chosen === id}>
              {name}
            </option>
          )}
        </For>
      </SelectField>
    </Show>
  );
}
