/** What an invitation's link opens: an account of one's own, in one form. */
import { A, useNavigate, useParams } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { Match, Switch } from "solid-js";
import type { OpenInvite } from "../../../../protocol/rest/invites.ts";
import { signUp } from "../../api/account.ts";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { openInviteQuery } from "../../api/invites.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { type AccountDraft, AccountForm } from "../../components/account-form.tsx";
import { Button, buttonClass } from "../../components/button.tsx";
import { Door } from "../../components/door.tsx";
import { Waiting } from "../../components/waiting.tsx";

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
  const making = useMutation(() => ({
    mutationFn: (draft: AccountDraft) => signUp({ ...draft, invite_token: props.token }),
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
      <AccountForm
        email={props.invite.email}
        isBusy={making.isPending}
        error={making.error}
        onSubmit={(draft) => making.mutate(draft)}
      />
    </Door>
  );
}
