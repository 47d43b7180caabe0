/** Many machines into another group: of those that the person manages. */
import { useQuery } from "@tanstack/solid-query";
import { createMemo, createSignal, For, Show } from "solid-js";
import type { Machine } from "../../../../../protocol/rest/people.ts";
import { answerOf } from "../../../api/answer-of.ts";
import { groupsQuery } from "../../../api/groups.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { SelectField } from "../../../components/field.tsx";
import { countWord } from "../../../state/count-word.ts";
import { useMe } from "../../../state/signed-in.tsx";
import type { BulkRun } from "./create-bulk-run.ts";

const NO_GROUP = "none";

export function BulkMove(props: { machines: readonly Machine[]; run: BulkRun; onClose: () => void }) {
  const me = useMe();
  const groups = useQuery(groupsQuery);
  const [chosen, setChosen] = createSignal("");
  const managed = createMemo(() =>
    (answerOf(groups) ?? []).filter(({ permissions }) => permissions.includes("manage")),
  );
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Move ${countWord(props.machines.length, "machine")}`}
      description="Who is in the group may reach them from then on, and nobody else but administrators."
    >
      <DialogForm
        action="Move"
        isDisabled={!chosen()}
        onSubmit={() => {
          if (!chosen()) return;
          const group_id = chosen() === NO_GROUP ? null : chosen();
          void props.run.start({ action: "move", group_id }, props.machines);
          props.onClose();
        }}
        onCancel={() => props.onClose()}
      >
        <SelectField label="Group" onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="" disabled selected={chosen() === ""}>
            Choose a group
          </option>
          <For each={managed()}>{(group) => <option value={group.id}>{group.name}</option>}</For>
          <Show when={me().role === "admin"}>
            <option value={NO_GROUP}>No group: administrators only</option>
          </Show>
        </SelectField>
      </DialogForm>
    </Dialog>
  );
}
