/** One's own name, as others and the people at supported machines see it. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { Me } from "../../../../protocol/rest/people.ts";
import { updateName } from "../../api/account.ts";
import { messageOf } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { notify } from "../../components/toast.tsx";

export function NameForm(props: { me: Me }) {
  const client = useQueryClient();
  const [name, setName] = createSignal(props.me.name);
  const saving = useMutation(() => ({
    mutationFn: updateName,
    onSuccess: (_, saved) => {
      client.setQueryData<Me>(queryKeys.me, (me) => me && { ...me, name: saved });
      notify("Your name was saved");
    },
  }));
  return (
    <form
      class="flex max-w-sm flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(name().trim());
      }}
    >
      <div class="w-full">
        <TextField
          label="Name"
          autocomplete="name"
          required
          maxLength={MAX_NAME_LENGTH}
          hint="People at supported machines see it when you connect."
          value={name()}
          error={saving.isError ? messageOf(saving.error) : undefined}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <Button
        type="submit"
        isBusy={saving.isPending}
        disabled={name().trim() === "" || name().trim() === props.me.name}
      >
        Save name
      </Button>
    </form>
  );
}
