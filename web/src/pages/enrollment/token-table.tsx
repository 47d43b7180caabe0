/** The tokens there are, what became of each, and a way to revoke. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import type { EnrollmentToken } from "../../../../protocol/rest/people.ts";
import { revokeEnrollmentToken } from "../../api/enrollment.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Badge, type BadgeTone } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { now } from "../../state/clock.ts";
import { exactTime, timeUntil } from "../../state/relative-time.ts";
import { type TokenState, tokenState } from "../../state/token-terms.ts";

const STATES: Readonly<Record<TokenState, { label: string; tone: BadgeTone }>> = {
  active: { label: "Active", tone: "online" },
  spent: { label: "Used up", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
  revoked: { label: "Revoked", tone: "danger" },
};

const nameOf = (token: EnrollmentToken) => token.label || "Token without a label";

export function TokenTable(props: { tokens: EnrollmentToken[] }) {
  const client = useQueryClient();
  const [asked, setAsked] = createSignal<EnrollmentToken | null>(null);
  const revoking = useMutation(() => ({
    mutationFn: (token: EnrollmentToken) => revokeEnrollmentToken(token.id),
    onSuccess: (_, token) => {
      setAsked(null);
      notify(`${nameOf(token)} was revoked`);
      void client.invalidateQueries({ queryKey: queryKeys.enrollmentTokens });
    },
    onError: (error, token) => notifyFailure(`${nameOf(token)} still works`, error),
  }));

  const columns: Column<EnrollmentToken>[] = [
    {
      title: "Label",
      cell: (token) => (
        <div class="min-w-0">
          <div class="font-medium break-words">{nameOf(token)}</div>
          <div class="text-xs text-muted">
            Created <TimeAgo at={token.created_at} />
          </div>
        </div>
      ),
    },
    {
      title: "State",
      cell: (token) => {
        const state = () => STATES[tokenState(token, now())];
        return <Badge tone={state().tone}>{state().label}</Badge>;
      },
    },
    {
      title: "Used",
      from: "sm",
      cell: (token) => (
        <span class="whitespace-nowrap text-muted">
          {token.uses} of {token.max_uses ?? "any number"}
        </span>
      ),
    },
    {
      title: "Expires",
      from: "md",
      cell: (token) => (
        <span class="whitespace-nowrap text-muted" title={token.expires_at ? exactTime(token.expires_at) : undefined}>
          {token.expires_at ? timeUntil(token.expires_at, now()) : "never"}
        </span>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px text-right",
      cell: (token) => (
        <Show when={tokenState(token, now()) === "active"}>
          <Button size="sm" aria-label={`Revoke ${nameOf(token)}`} onClick={() => setAsked(token)}>
            Revoke
          </Button>
        </Show>
      ),
    },
  ];

  return (
    <>
      <Table label="Enrollment tokens" columns={columns} rows={props.tokens} />
      <Show when={asked()}>
        {(token) => (
          <ConfirmDialog
            isOpen
            onClose={() => setAsked(null)}
            title={`Revoke ${nameOf(token())}?`}
            action="Revoke the token"
            isBusy={revoking.isPending}
            onConfirm={() => revoking.mutate(token())}
          >
            No further machine can join by it, and a command that was copied stops working. Machines that have joined
            stay.
          </ConfirmDialog>
        )}
      </Show>
    </>
  );
}
