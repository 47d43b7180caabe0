/** Name and role of an account. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { User } from "../../../../protocol/rest/users.ts";
import { updateUser } from "../../api/users.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { RoleField } from "../../components/people/role-field.tsx";
import { notify } from "../../components/toast.tsx";
import { useMe } from "../../state/signed-in.tsx";
import { takeUser } from "./take-user.ts";

export function UserForm(props: { user: User }) {
  const client = useQueryClient();
  const me = useMe();
  const [name, setName] = createSignal(props.user.name);
  const [role, setRole] = createSignal(props.user.role);
  const isChanged = () => name().trim() !== props.user.name || role() !== props.user.role;
  const saving = useMutation(() => ({
    mutationFn: () => updateUser(props.user.id, { name: name().trim(), role: role() }),
    onSuccess: (user) => {
      takeUser(client, user);
      notify(`${user.name} was saved`);
    },
    // What was refused is not shown as if it held.
    onError: () => setRole(props.user.role),
  }));

  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div class="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Name"
          required
          maxLength={MAX_NAME_LENGTH}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <RoleField role={role()} onChange={setRole} />
      </div>
      <Show when={props.user.id === me().id && role() === "user" && props.user.role === "admin"}>
        <p class="text-sm text-warning-text" role="status">
          This is your own account: you leave this page with it, and only another administrator can undo it.
        </p>
      </Show>
      <FormFailure error={saving.error} />
      <div class="flex">
        <Button type="submit" variant="primary" disabled={!isChanged()} isBusy={saving.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
