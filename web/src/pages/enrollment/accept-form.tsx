/** Under which name and in which group a machine that waited goes on. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { WaitingMachine } from "../../../../protocol/rest/waiting-machines.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { acceptMachine } from "../../api/waiting-machines.ts";
import { DialogForm } from "../../components/dialog-form.tsx";
import { TextField } from "../../components/field.tsx";
import { GroupField } from "../../components/group-field.tsx";
import { notify } from "../../components/toast.tsx";

export function AcceptForm(props: { machine: WaitingMachine; onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = createSignal(props.machine.name);
  const [groupId, setGroupId] = createSignal(props.machine.group_id);
  const accepting = useMutation(() => ({
    mutationFn: () => acceptMachine({ id: props.machine.id, name: name().trim(), group_id: groupId() }),
    onSuccess: (machine) => {
      notify(`${machine.name} was accepted`);
      void client.invalidateQueries({ queryKey: queryKeys.waitingMachines });
      props.onDone();
    },
  }));
  return (
    <DialogForm
      action="Accept"
      isBusy={accepting.isPending}
      isDisabled={name().trim() === ""}
      error={accepting.error}
      onSubmit={() => accepting.mutate()}
      onCancel={() => props.onDone()}
    >
      <TextField
        label="Name"
        required
        maxLength={MAX_NAME_LENGTH}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <GroupField groupId={groupId()} onChange={setGroupId} hint="Its members see the machine." />
    </DialogForm>
  );
}
