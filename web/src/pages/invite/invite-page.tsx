/** What an invitation's link opens: an account of one's own, in one form. */
import { A, useNavigate, useParams } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Match, Show, Switch } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { OpenInvite } from "../../../../protocol/rest/invites.ts";
import { signUp } from "../../api/account.ts";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { openInviteQuery } from "../../api/invites.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { Door } from "../../components/door.tsx";
import { TextField } from "../../components/field.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { MIN_PASSWORD_LENGTH } from "../../state/password-rule.ts";

export default function InvitePage() {
  const params = useParams<{ token: string }>();
  const invite = useQuery(() => openInviteQuery(params.token));
  const isOver = () => invite.error instanceof ApiError && invite.error.status === 404;
  return (
    <Switch fallback={<Waiting class="min-h-40">One moment …</Waiting>}>
      <Match when={invite.data}>{(open) => <Accept invite={open()} token={params.token} />}</Match>
      <Match when={isOver()}>
        <Door
          title="This invitation is over"
          lead="It was used, revoked, or is older than a week. Ask who sent it for a new one."
        >
          <A href="/sign-in" class={buttonClass("secondary", "lg")}>
            I have an account
          </A>
        </Door>
      </Match>
      <Match when={invite.isError}>
        <Door title="The page did not load" lead={messageOf(invite.error)}>
          <Button variant="primary" onClick={() => void invite.refetch()}>
            Try again
          </Button>
        </Door>
      </Match>
    </Switch>
  );
}

function Accept(props: { invite: OpenInvite; token: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = createSignal("");
  const [password, setPassword] = createSignal("");
  const making = useMutation(() => ({
    mutationFn: () =>
      signUp({ name: name().trim(), email: props.invite.email, password: password(), invite_token: props.token }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.me });
      navigate("/machines", { replace: true });
    },
  }));

  return (
    <Door
      title="Welcome"
      lead={`${props.invite.invited_by ?? "An administrator"} invites you to give remote support here. Make your account.`}
    >
      <form
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autocomplete="username"
          readOnly
          hint="The invitation is for this address."
          value={props.invite.email}
        />
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
        <Show when={making.isError}>
          <p class="text-sm text-danger-text" role="alert">
            {messageOf(making.error)}
          </p>
        </Show>
        <Button type="submit" variant="primary" size="lg" isBusy={making.isPending}>
          Create account
        </Button>
      </form>
    </Door>
  );
}
