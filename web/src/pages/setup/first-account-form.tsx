/** Name, e-mail, password: the administrator's account. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, Show } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import { signUp } from "../../api/account.ts";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { MIN_PASSWORD_LENGTH } from "../../state/password-rule.ts";
import { setupCodeOf } from "./setup-code.ts";

export function FirstAccountForm(props: { needsCode: boolean }) {
  const client = useQueryClient();
  const location = useLocation();
  const navigate = useNavigate();
  const [name, setName] = createSignal("");
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
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
    mutationFn: () =>
      signUp({
        name: name().trim(),
        email: email().trim(),
        password: password(),
        ...(code() && { setup_code: code().trim() }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.me });
      await client.invalidateQueries({ queryKey: queryKeys.setup });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === "setup_code_required") setIsCodeGiven(false);
    },
  }));

  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <TextField
        label="Name"
        name="name"
        autocomplete="name"
        required
        autofocus
        maxLength={MAX_NAME_LENGTH}
        hint="People at supported machines see it."
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autocomplete="username"
        required
        value={email()}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autocomplete="new-password"
        required
        minLength={MIN_PASSWORD_LENGTH}
        hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words that do not belong together are best.`}
        value={password()}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
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
      <Show when={making.isError}>
        <p class="text-sm text-danger-text" role="alert">
          {messageOf(making.error)}
        </p>
      </Show>
      <Button type="submit" variant="primary" size="lg" isBusy={making.isPending}>
        Create account
      </Button>
    </form>
  );
}
