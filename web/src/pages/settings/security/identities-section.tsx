/** Identities at providers that open one's account: linking and unlinking. Not there while the server knows no provider. */
import { useLocation } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { For, Show } from "solid-js";
import { answerOf } from "../../../api/answer-of.ts";
import { goToProvider, identitiesQuery, offeredProvidersQuery, unlinkIdentity } from "../../../api/auth-providers.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { Button } from "../../../components/button.tsx";
import { Panel, Section } from "../../../components/page-header.tsx";
import { providerRefusal } from "../../../state/provider-refusal.ts";
import { withRecentProof } from "../../../state/recent-proof.ts";
import { reportFailure } from "./report-failure.ts";

export function IdentitiesSection() {
  const client = useQueryClient();
  const location = useLocation();
  const providers = useQuery(offeredProvidersQuery);
  const identities = useQuery(identitiesQuery);
  const linking = useMutation(() => ({
    mutationFn: (id: string) => withRecentProof(() => goToProvider(id, "link", "/settings/security")),
    onError: reportFailure("The identity was not linked"),
  }));
  const unlinking = useMutation(() => ({
    mutationFn: (id: string) => withRecentProof(() => unlinkIdentity(id)),
    onError: reportFailure("The identity was not unlinked"),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.identities }),
  }));
  const linkedAt = (providerId: string) =>
    (answerOf(identities) ?? []).filter(({ provider }) => provider.id === providerId);
  return (
    <Show when={(answerOf(providers)?.length ?? 0) > 0}>
      <Section title="Connected identities" description="Accounts elsewhere that sign you in here.">
        <Show when={providerRefusal(location.search)}>
          {(text) => (
            <p role="alert" class="mb-3 text-sm text-danger-text">
              {text()}
            </p>
          )}
        </Show>
        <Panel>
          <ul aria-label="Connected identities">
            <For each={answerOf(providers)}>
              {(provider) => (
                <li class="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
                  <div class="min-w-0 flex-1">
                    <div class="text-sm font-medium break-words">{provider.label}</div>
                    <div class="text-sm break-words text-muted">
                      {linkedAt(provider.id)
                        .map(({ email }) => email || "linked")
                        .join(", ") || "Not linked"}
                    </div>
                  </div>
                  <For
                    each={linkedAt(provider.id)}
                    fallback={
                      <Button
                        size="sm"
                        aria-label={`Link ${provider.label}`}
                        isBusy={linking.isPending && linking.variables === provider.id}
                        onClick={() => linking.mutate(provider.id)}
                      >
                        Link
                      </Button>
                    }
                  >
                    {(identity) => (
                      <Button
                        size="sm"
                        aria-label={`Unlink ${identity.email} at ${provider.label}`}
                        isBusy={unlinking.isPending && unlinking.variables === identity.id}
                        onClick={() => unlinking.mutate(identity.id)}
                      >
                        Unlink
                      </Button>
                    )}
                  </For>
                </li>
              )}
            </For>
          </ul>
        </Panel>
      </Section>
    </Show>
  );
}
