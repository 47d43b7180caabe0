/** A new group, or a new name for one. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { Group } from "../../../../protocol/rest/groups.ts";
import { createGroup, renameGroup } from "../../api/groups.ts";
import { messageOf } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Dialog } from "../../components/dialog.tsx";
import { DialogForm } from "../../components/dialog-form.tsx";
import { TextField } from "../../components/field.tsx";
import { notify } from "../../components/toast.tsx";

export type GroupNameDialogProps = {
  isOpen: boolean;
  /** Left out: it makes one. */
  group?: Group;
  onClose: () => void;
  onSaved: (group: Group) => void;
};

export function GroupNameDialog(props: GroupNameDialogProps) {
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.group ? `Rename ${props.group.name}` : "New group"}
      description={props.group ? undefined : "A customer, a place, a team: machines that the same people look after."}
    >
      <NameForm {...props} />
    </Dialog>
  );
}

function NameForm(props: GroupNameDialogProps) {
  const client = useQueryClient();
  const [name, setName] = createSignal(props.group?.name ?? "");
  const saving = useMutation(() => ({
    mutationFn: () => (props.group ? renameGroup(props.group.id, name().trim()) : createGroup(name().trim())),
    onSuccess: (group: Group) => {
      void client.invalidateQueries({ queryKey: queryKeys.groups });
      notify(props.group ? `The group is called ${group.name} now` : `${group.name} was made`);
      props.onSaved(group);
    },
  }));
  return (
    <DialogForm
      action={props.group ? "Rename" : "Make group"}
      isBusy={saving.isPending}
      onSubmit={() => saving.mutate()}
      onCancel={() => props.onClose()}
    >
      <TextField
        label="Name"
        required
        autofocus
        maxLength={MAX_NAME_LENGTH}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        error={saving.isError ? messageOf(saving.error) : undefined}
      />
    </DialogForm>
  );
}
