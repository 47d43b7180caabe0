/** `/settings/sign-in`, for administrators: the identity providers that people may come in by. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Building from "lucide-solid/icons/building";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { AuthProvider } from "../../../../../protocol/rest/auth-providers.ts";
import { answerOf } from "../../../api/answer-of.ts";
import { authProvidersQuery, removeAuthProvider } from "../../../api/auth-providers.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { EmptyState, ErrorState } from "../../../components/empty-state.tsx";
import { Panel, Section } from "../../../components/page-header.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { withRecentProof } from "../../../state/recent-proof.ts";
import { reportFailure } from "../security/report-failure.ts";
import { ProviderDialog } from "./provider-dialog.tsx";

export default function SignInTab() {
  const client = useQueryClient();
  const providers = useQuery(authProvidersQuery);
  const [editing, setEditing] = createSignal<"new" | AuthProvider | null>(null);
  const [removing, setRemoving] = createSignal<AuthProvider | null>(null);
  const refresh = () => {
    client.invalidateQueries({ queryKey: queryKeys.authProviders });
    client.invalidateQueries({ queryKey: queryKeys.offeredProviders });
  };
  const removal = useMutation(() => ({
    mutationFn: (id: string) => withRecentProof(() => removeAuthProvider(id)),
    onSuccess: refresh,
    onError: reportFailure("The provider was not removed"),
    onSettled: () => setRemoving(null),
  }));
  return (
    <Section
      title="Identity providers"
      description="People sign in with the account that they have elsewhere, by OpenID Connect."
      actions={
        <Button variant="primary" onClick={() => setEditing("new")}>
          Add provider
        </Button>
      }
    >
      <Switch fallback={<Skeleton class="h-24 w-full" />}>
        <Match when={answerOf(providers)?.length === 0}>
          <EmptyState icon={<Building class="size-5" aria-hidden="true" />} title="No providers yet">
            Microsoft Entra, Google Workspace, Keycloak and others: register RemoteLink there, then add it here.
          </EmptyState>
        </Match>
        <Match when={answerOf(providers)}>
          {(rows) => (
            <Panel>
              <ul aria-label="Identity providers">
                <For each={rows()}>
                  {(provider) => (
                    <li class="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
                      <div class="min-w-0 flex-1">
                        <div class="flex flex-wrap items-center gap-2 text-sm font-medium">
                          <span class="min-w-0 break-words">{provider.label}</span>
                          <Show when={provider.create_users}>
                            <Badge>Makes accounts</Badge>
                          </Show>
                          <Show when={provider.trusted_for_two_factor}>
                            <Badge>Trusted for two-factor</Badge>
                          </Show>
                        </div>
                        <div class="text-sm break-all text-muted">{provider.issuer}</div>
                      </div>
                      <Button size="sm" aria-label={`Edit ${provider.label}`} onClick={() => setEditing(provider)}>
                        Edit
                      </Button>
                      <Button size="sm" aria-label={`Remove ${provider.label}`} onClick={() => setRemoving(provider)}>
                        Remove
                      </Button>
                    </li>
                  )}
                </For>
              </ul>
            </Panel>
          )}
        </Match>
        <Match when={providers.isError}>
          <ErrorState title="This could not be loaded" error={providers.error} onRetry={() => providers.refetch()} />
        </Match>
      </Switch>
      <ProviderDialog
        edited={editing()}
        onClose={() => setEditing(null)}
        onSaved={() => {
          setEditing(null);
          refresh();
        }}
      />
      <ConfirmDialog
        isOpen={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Remove ${removing()?.label ?? ""}?`}
        action="Remove provider"
        isBusy={removal.isPending}
        onConfirm={() => {
          const provider = removing();
          if (provider) removal.mutate(provider.id);
        }}
      >
        Whoever signs in by it only cannot sign in any more. Their accounts stay.
      </ConfirmDialog>
    </Section>
  );
}
