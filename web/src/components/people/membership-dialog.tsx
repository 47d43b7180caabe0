/** Gives a membership, or changes what one gives; asked for from a group's page and from a person's. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, For, Show } from "solid-js";
import { DEFAULT_MEMBER_PERMISSIONS, type Permission } from "../../../../protocol/permissions.ts";
import { type Membership, setMember } from "../../api/groups.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Dialog } from "../dialog.tsx";
import { DialogForm } from "../dialog-form.tsx";
import { SelectField } from "../field.tsx";
import { notify } from "../toast.tsx";
import { PermissionEditor } from "./permission-editor.tsx";

export type MembershipDialogProps = {
  title: string;
  description?: string;
  /** What the list is called ("Person", "Group") and what is in it; one entry alone is not asked about. */
  choiceLabel: string;
  choices: readonly { label: string; membership: Membership }[];
  permissions?: readonly Permission[];
  action: string;
  /** After "… was saved". */
  onClose: () => void;
};

export function MembershipDialog(props: MembershipDialogProps) {
  const client = useQueryClient();
  const [chosen, setChosen] = createSignal(props.choices.length === 1 ? 0 : -1);
  const [permissions, setPermissions] = createSignal<readonly Permission[]>(
    props.permissions ?? DEFAULT_MEMBER_PERMISSIONS,
  );
  const saving = useMutation(() => ({
    mutationFn: (choice: MembershipDialogProps["choices"][number]) => setMember(choice.membership, permissions()),
    onSuccess: (_, choice) => {
      void client.invalidateQueries({ queryKey: queryKeys.groups });
      void client.invalidateQueries({ queryKey: queryKeys.users });
      notify(`${choice.label} was saved`);
      props.onClose();
    },
  }));

  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} description={props.description}>
      <DialogForm
        action={props.action}
        isBusy={saving.isPending}
        isDisabled={permissions().length === 0}
        error={saving.error}
        onSubmit={() => {
          const choice = props.choices[chosen()];
          if (choice) saving.mutate(choice);
        }}
        onCancel={() => props.onClose()}
      >
        <Show when={props.choices.length > 1}>
          <SelectField
            label={props.choiceLabel}
            required
            onChange={(event) => setChosen(event.currentTarget.value === "" ? -1 : Number(event.currentTarget.value))}
          >
            <option value="">Choose…</option>
            <For each={props.choices}>{(choice, index) => <option value={index()}>{choice.label}</option>}</For>
          </SelectField>
        </Show>
        <PermissionEditor permissions={permissions()} onChange={setPermissions} />
        <Show when={permissions().length === 0}>
          <p class="text-sm text-warning-text" role="status">
            Tick at least one, or end the membership instead.
          </p>
        </Show>
      </DialogForm>
    </Dialog>
  );
}
