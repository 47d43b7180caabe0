/** Sign-in. While no account exists yet, it leads to set-up. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal } from "solid-js";
import { meQuery, setupQuery, signIn } from "../api/account.ts";
import { answerOf } from "../api/answer-of.ts";
import { ApiError, messageOf } from "../api/http-client.ts";
import { queryKeys } from "../api/query-keys.ts";
import { Button } from "../components/button.tsx";
import { Door } from "../components/door.tsx";
import { TextField } from "../components/field.tsx";
import { returnPath } from "../state/return-path.ts";

export default function SignInPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const setup = useQuery(setupQuery);
  const me = useQuery(meQuery);
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");

  createEffect(() => {
    if (answerOf(setup)?.open) navigate("/setup", { replace: true });
    else if (answerOf(me)) navigate(returnPath(location.search), { replace: true });
  });

  let passwordField: HTMLInputElement | undefined;
  const entering = useMutation(() => ({
    mutationFn: () => signIn({ email: email().trim(), password: password() }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.me }),
    onError: () => {
      setPassword("");
      passwordField?.focus();
    },
  }));

  return (
    <Door title="Sign in">
      <form
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          entering.mutate();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autocomplete="username"
          required
          autofocus
          value={email()}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          ref={passwordField}
          label="Password"
          type="password"
          name="password"
          autocomplete="current-password"
          required
          value={password()}
          onInput={(event) => setPassword(event.currentTarget.value)}
          error={entering.isError ? refusalOf(entering.error) : undefined}
        />
        <Button type="submit" variant="primary" size="lg" isBusy={entering.isPending}>
          Sign in
        </Button>
      </form>
    </Door>
  );
}

/** Which of the two is wrong is not told: it would tell who has an account. */
function refusalOf(error: unknown): string {
  const isWrong = error instanceof ApiError && error.status === 401;
  return isWrong ? "E-mail or password is wrong. Check both and try again." : messageOf(error);
}
