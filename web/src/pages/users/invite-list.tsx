/** Invitations that nobody has accepted yet: sent again, or taken back. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Mail from "lucide-solid/icons/mail";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import type { Invite, InviteCreated } from "../../../../protocol/rest/invites.ts";
import { answerOf } from "../../api/answer-of.ts";
import { invitesQuery, resendInvite, revokeInvite } from "../../api/invites.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { Section } from "../../components/page-header.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { now } from "../../state/clock.ts";
import { exactTime, timeUntil } from "../../state/relative-time.ts";
import { LinkMade } from "./link-made.tsx";

export function InviteList(props: { onInvite: () => void }) {
  const client = useQueryClient();
  const invites = useQuery(invitesQuery);
  const [renewed, setRenewed] = createSignal<InviteCreated | null>(null);
  const [asked, setAsked] = createSignal<Invite | null>(null);
  const open = createMemo(() => answerOf(invites)?.filter(({ state }) => state === "open" || state === "expired"));
  const reload = () => void client.invalidateQueries({ queryKey: queryKeys.invites });

  const resending = useMutation(() => ({
    mutationFn: (invite: Invite) => resendInvite(invite.id),
    onSuccess: (made) => {
      setRenewed(made);
      reload();
    },
    onError: (error, invite) => notifyFailure(`${invite.email} was not invited again`, error),
  }));
  const revoking = useMutation(() => ({
    mutationFn: (invite: Invite) => revokeInvite(invite.id),
    onSuccess: (_, invite) => {
      setAsked(null);
      notify(`The invitation of ${invite.email} was revoked`);
      reload();
    },
    onError: (error, invite) => notifyFailure(`The invitation of ${invite.email} still holds`, error),
  }));

  const columns: Column<Invite>[] = [
    {
      title: "E-mail",
      cell: (invite) => (
        <div class="min-w-0">
          <div class="font-medium wrap-anywhere">{invite.email}</div>
          <div class="text-xs wrap-anywhere text-muted">
            {invite.role === "admin" ? "As administrator" : "As user"}
            <Show when={invite.invited_by}>{(name) => <>, by {name()}</>}</Show>
          </div>
        </div>
      ),
    },
    {
      title: "State",
      from: "sm",
      cell: (invite) => (
        <Show when={isOpen(invite)} fallback={<Badge>Expired</Badge>}>
          <span class="whitespace-nowrap text-muted" title={exactTime(invite.expires_at)}>
            Expires {timeUntil(invite.expires_at, now())}
          </span>
        </Show>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px text-right",
      cell: (invite) => (
        <div class="flex justify-end gap-1">
          <Button
            size="sm"
            aria-label={`Make a new link for ${invite.email}`}
            isBusy={resending.isPending && resending.variables?.id === invite.id}
            onClick={() => resending.mutate(invite)}
          >
            New link
          </Button>
          <Button size="sm" aria-label={`Revoke the invitation of ${invite.email}`} onClick={() => setAsked(invite)}>
            Revoke
          </Button>
        </div>
      ),
    },
  ];

  return (
    <Section title="Invitations" description="A link is good for a week and makes one account.">
      <Switch fallback={<Skeleton class="h-16 w-full rounded-lg" />}>
        <Match when={invites.isError && !open()}>
          <ErrorState title="The invitations were not loaded" error={invites.error} onRetry={() => invites.refetch()} />
        </Match>
        <Match when={open()?.length === 0}>
          <EmptyState
            icon={<Mail class="size-5" aria-hidden="true" />}
            title="Nobody is invited"
            action={<Button onClick={() => props.onInvite()}>Invite someone</Button>}
          >
            A colleague makes their own account by the link that you send them.
          </EmptyState>
        </Match>
        <Match when={open()}>{(list) => <Table label="Invitations" columns={columns} rows={list()} />}</Match>
      </Switch>
      <Show when={renewed()}>
        {(made) => (
          <Dialog isOpen onClose={() => setRenewed(null)} title={`A new link for ${made().email}`}>
            <LinkMade
              url={made().url}
              mail={made().mail}
              email={made().email}
              terms="It is good for a week. The link before is void."
              onDone={() => setRenewed(null)}
            />
          </Dialog>
        )}
      </Show>
      <Show when={asked()}>
        {(invite) => (
          <ConfirmDialog
            isOpen
            onClose={() => setAsked(null)}
            title={`Revoke the invitation of ${invite().email}?`}
            action="Revoke the invitation"
            isBusy={revoking.isPending}
            onConfirm={() => revoking.mutate(invite())}
          >
            The link that they have makes no account any more.
          </ConfirmDialog>
        )}
      </Show>
    </Section>
  );
}

/** It runs out while the page is open, too. */
const isOpen = (invite: Invite) => invite.state === "open" && Date.parse(invite.expires_at) > now();
