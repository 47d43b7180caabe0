/** `/settings/api-keys`: keys for scripts, which act as their owner. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import KeyRound from "lucide-solid/icons/key-round";
import { createSignal, Match, Show, Switch } from "solid-js";
import type { ApiKey } from "../../../../../protocol/rest/sign-in.ts";
import { answerOf } from "../../../api/answer-of.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { apiKeysQuery, revokeApiKey } from "../../../api/sign-in.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { EmptyState, ErrorState } from "../../../components/empty-state.tsx";
import { Section } from "../../../components/page-header.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { type Column, Table } from "../../../components/table.tsx";
import { notify, notifyFailure } from "../../../components/toast.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";

export default function ApiKeysTab() {
  const client = useQueryClient();
  const keys = useQuery(apiKeysQuery);
  const [isMaking, setIsMaking] = createSignal(false);
  const [revoking, setRevoking] = createSignal<ApiKey | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.apiKeys });
  const revocation = useMutation(() => ({
    mutationFn: revokeApiKey,
    onSuccess: () => notify("The key was revoked"),
    onError: (error) => notifyFailure("The key was not revoked", error),
    onSettled: () => {
      setRevoking(null);
      refresh();
    },
  }));
  const columns: readonly Column<ApiKey>[] = [
    {
      title: "Name",
      cell: (key) => (
        <div class="min-w-0">
          <div class="break-words">{key.name}</div>
          <div class="font-mono text-xs text-muted">{key.beginning}…</div>
        </div>
      ),
    },
    { title: "May", from: "sm", cell: (key) => <Reach apiKey={key} /> },
    {
      title: "Last used",
      from: "sm",
      cell: (key) => (
        <span class="whitespace-nowrap text-muted">
          <Show when={key.last_used_at} fallback="Never">
            {(at) => <TimeAgo at={at()} />}
          </Show>
        </span>
      ),
    },
    {
      title: "Expires",
      from: "md",
      cell: (key) => (
        <span class="whitespace-nowrap text-muted">
          <Show when={key.expires_at} fallback="Never">
            {(at) => <time datetime={at()}>{new Date(at()).toLocaleDateString()}</time>}
          </Show>
        </span>
      ),
    },
    {
      title: "Revoke",
      isTitleHidden: true,
      class: "text-right",
      cell: (key) => (
        <Button size="sm" aria-label={`Revoke ${key.name}`} onClick={() => setRevoking(key)}>
          Revoke
        </Button>
      ),
    },
  ];
  return (
    <Section
      title="API keys"
      description="A script that sends one acts as you, with at most your rights at the time."
      actions={
        <Button variant="primary" onClick={() => setIsMaking(true)}>
          New key
        </Button>
      }
    >
      <Switch fallback={<Skeleton class="h-24 w-full" />}>
        <Match when={answerOf(keys)?.length === 0}>
          <EmptyState icon={<KeyRound class="size-5" aria-hidden="true" />} title="No keys yet">
            Make one for each script, so that each can be revoked on its own.
          </EmptyState>
        </Match>
        <Match when={answerOf(keys)}>{(rows) => <Table label="API keys" columns={columns} rows={rows()} />}</Match>
        <Match when={keys.isError}>
          <ErrorState title="The keys could not be loaded" error={keys.error} onRetry={() => keys.refetch()} />
        </Match>
      </Switch>
      <NewKeyDialog isOpen={isMaking()} onClose={() => setIsMaking(false)} onMade={refresh} />
      <ConfirmDialog
        isOpen={revoking() !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke ${revoking()?.name ?? ""}?`}
        action="Revoke key"
        isBusy={revocation.isPending}
        onConfirm={() => {
          const key = revoking();
          if (key) revocation.mutate(key.id);
        }}
      >
        Whatever uses it stops at once, with the sessions that it opened. This cannot be undone.
      </ConfirmDialog>
    </Section>
  );
}

function Reach(props: { apiKey: ApiKey }) {
  return (
    <div class="flex flex-wrap gap-1">
      <Show when={props.apiKey.read_only}>
        <Badge>Read only</Badge>
      </Show>
      <Show
        when={props.apiKey.permissions}
        fallback={
          <Show when={!props.apiKey.read_only}>
            <span class="text-muted">All that you may</span>
          </Show>
        }
      >
        {(permissions) => <span class="text-muted break-words">{permissions().join(", ")}</span>}
      </Show>
    </div>
  );
}
