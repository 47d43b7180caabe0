/** What a link for a new password opens. It signs nobody in: that asks for the new password, and for a second factor where there is one. */
import { A, useParams } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Match, Switch } from "solid-js";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { passwordResetQuery, resetPassword } from "../../api/users.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { Door } from "../../components/door.tsx";
import { TextField } from "../../components/field.tsx";
import { NewPasswordField } from "../../components/new-password-field.tsx";
import { Waiting } from "../../components/waiting.tsx";

export default function ResetPage() {
  const params = useParams<{ token: string }>();
  const client = useQueryClient();
  const reset = useQuery(() => passwordResetQuery(params.token));
  const isOver = () => reset.error instanceof ApiError && reset.error.status === 404;
  const setting = useMutation(() => ({
    mutationFn: (newPassword: string) => resetPassword({ token: params.token, newPassword }),
    // Whoever was signed in here is not any more.
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.me }),
  }));
  return (
    <Switch fallback={<Waiting class="min-h-40">One moment …</Waiting>}>
      <Match when={setting.isSuccess}>
        <Door title="The new password is set" lead="You are signed out everywhere. Sign in with it.">
          <A href="/sign-in" class={buttonClass("primary", "lg")}>
            Sign in
          </A>
        </Door>
      </Match>
      <Match when={reset.data}>
        {(open) => (
          <NewPassword
            email={open().email}
            isBusy={setting.isPending}
            error={setting.isError ? messageOf(setting.error) : undefined}
            onSet={(password) => setting.mutate(password)}
          />
        )}
      </Match>
      <Match when={isOver()}>
        <Door title="This link is over" lead="It was used, or is older than a day. Ask for a new one.">
          <A href="/sign-in" class={buttonClass("secondary", "lg")}>
            To the sign-in
          </A>
        </Door>
      </Match>
      <Match when={reset.isError}>
        <Door title="The page did not load" lead={messageOf(reset.error)}>
          <Button variant="primary" onClick={() => void reset.refetch()}>
            Try again
          </Button>
        </Door>
      </Match>
    </Switch>
  );
}

function NewPassword(props: {
  email: string;
  isBusy: boolean;
  error: string | undefined;
  onSet: (password: string) => void;
}) {
  const [password, setPassword] = createSignal("");
  return (
    <Door title="Set a new password" lead="It signs you out everywhere else.">
      <form
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSet(password());
        }}
      >
        {/* For the password manager, which files the password under it. */}
        <TextField label="E-mail" type="email" name="email" autocomplete="username" readOnly value={props.email} />
        <NewPasswordField
          label="New password"
          autofocus
          value={password()}
          onChange={setPassword}
          error={props.error}
        />
        <Button type="submit" variant="primary" size="lg" isBusy={props.isBusy}>
          Set the password
        </Button>
      </form>
    </Door>
  );
}
