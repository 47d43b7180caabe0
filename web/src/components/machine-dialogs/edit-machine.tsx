/** Name, tags, group and notes of a machine. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { MAX_NAME_LENGTH, MAX_NOTES_LENGTH } from "../../../../protocol/limits.ts";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { keepMachine, type MachineChange, machinesQuery, updateMachine } from "../../api/machines.ts";
import { tagsInUse } from "../../state/machine-filter.ts";
import { DialogForm } from "../dialog-form.tsx";
import { TextArea, TextField } from "../field.tsx";
import { TagField } from "../tag-field.tsx";
import { notify } from "../toast.tsx";
import { GroupField } from "./group-field.tsx";

export function EditMachine(props: { machine: Machine; onDone: () => void }) {
  const client = useQueryClient();
  const machines = useQuery(machinesQuery);
  // What is being typed is the person's: an event that changes the machine meanwhile does not overwrite it.
  const before = { ...props.machine };
  const [name, setName] = createSignal(before.name);
  const [tags, setTags] = createSignal(before.tags);
  const [groupId, setGroupId] = createSignal(before.group_id);
  const [notes, setNotes] = createSignal(before.notes);
  const saving = useMutation(() => ({
    mutationFn: (change: MachineChange) => updateMachine(before.id, change),
    onSuccess: (machine) => {
      keepMachine(client, machine);
      notify(`${machine.name} was saved`);
      props.onDone();
    },
  }));

  return (
    <DialogForm
      action="Save"
      isBusy={saving.isPending}
      error={saving.error}
      onSubmit={() => {
        const isNoted = notes() !== before.notes;
        saving.mutate({
          name: name().trim(),
          tags: tags(),
          ...(groupId() !== before.group_id && { group_id: groupId() }),
          ...(isNoted && { notes: notes(), notes_before: before.notes }),
        });
      }}
      onCancel={() => props.onDone()}
    >
      <TextField
        label="Name"
        required
        maxLength={MAX_NAME_LENGTH}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        hint={`The machine calls itself ${before.hostname}.`}
      />
      <TagField
        tags={tags()}
        onChange={setTags}
        suggestions={tagsInUse(answerOf(machines) ?? []).map((used) => used.tag)}
      />
      <GroupField before={before.group_id} chosen={groupId()} onChange={setGroupId} />
      <TextArea
        label="Notes"
        isOptional
        rows={6}
        maxLength={MAX_NOTES_LENGTH}
        value={notes()}
        onInput={(event) => setNotes(event.currentTarget.value)}
        hint="Markdown. Everyone who sees the machine can read them: no passwords."
      />
    </DialogForm>
  );
}
