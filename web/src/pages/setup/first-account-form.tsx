/** The administrator's account, with the code that shows that the server is theirs. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, Show } from "solid-js";
import { signUp } from "../../api/account.ts";
import { ApiError } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { type AccountDraft, AccountForm } from "../../components/account-form.tsx";
import { TextField } from "../../components/field.tsx";
import { setupCodeOf } from "./setup-code.ts";

export function FirstAccountForm(props: { needsCode: boolean }) {
  const client = useQueryClient();
  const location = useLocation();
  const navigate = useNavigate();
  const [code, setCode] = createSignal("");
  const [isCodeGiven, setIsCodeGiven] = createSignal(false);

  // Not only at the start: the link may be opened where the page is open already.
  createEffect(() => {
    const given = setupCodeOf(location.hash);
    if (given === "") return;
    setCode(given);
    setIsCodeGiven(true);
    // Out of the address: it would be seen over a shoulder and kept in the history.
    navigate(location.pathname, { replace: true });
  });

  const making = useMutation(() => ({
    mutationFn: (draft: AccountDraft) => signUp({ ...draft, ...(code() && { setup_code: code().trim() }) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.me });
      await client.invalidateQueries({ queryKey: queryKeys.setup });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === "setup_code_required") setIsCodeGiven(false);
    },
  }));

  return (
    <AccountForm isBusy={making.isPending} error={making.error} onSubmit={(draft) => making.mutate(draft)}>
      <Show when={props.needsCode && !isCodeGiven()}>
        <TextField
          label="Set-up code"
          name="code"
          autocomplete="off"
          required
          hint="The server printed it when it started, in a ready link. It shows that the server is yours."
          value={code()}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </Show>
    </AccountForm>
  );
}
