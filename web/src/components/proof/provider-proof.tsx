/** Confirming who one is at an identity provider, in a window of its own; for accounts that have an identity linked. */
import { useMutation, useQuery } from "@tanstack/solid-query";
import { createSignal, For, onCleanup, Show } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { identitiesQuery, startAtProvider } from "../../api/auth-providers.ts";
import { messageOf } from "../../api/http-client.ts";
import { followProof, proveElsewhere } from "../../state/provider-proof.ts";
import { providerRefusal } from "../../state/provider-refusal.ts";
import { Button } from "../button.tsx";
import { FailureText } from "../form-failure.tsx";
import { Waiting } from "../waiting.tsx";

/** The providers that could confirm it, each once. */
export function useProvingProviders() {
  const identities = useQuery(identitiesQuery);
  return () => {
    const byId = new Map((answerOf(identities) ?? []).map(({ provider }) => [provider.id, provider]));
    return [...byId.values()];
  };
}

export function ProviderProof(props: { onProven: () => void }) {
  const providers = useProvingProviders();
  const [failed, setFailed] = createSignal<string | null>(null);
  const going = useMutation(() => ({
    mutationFn: (id: string) => proveElsewhere((next) => startAtProvider(id, "prove", next)),
  }));
  onCleanup(
    followProof((outcome) => {
      if (outcome.failed === null) props.onProven();
      else {
        setFailed(outcome.failed);
        going.reset();
      }
    }),
  );
  const failure = () => {
    if (going.isError) return messageOf(going.error);
    const code = failed();
    return code === null ? undefined : providerRefusal(`?${new URLSearchParams({ failed: code })}`);
  };
  return (
    <Show when={providers().length > 0}>
      <div class="-mx-5 flex flex-col gap-2 border-t border-line px-5 pt-4 pb-5">
        <For each={providers()}>
          {(provider) => (
            <Button
              class="min-w-0"
              isBusy={going.isPending && going.variables === provider.id}
              onClick={() => {
                setFailed(null);
                going.mutate(provider.id);
              }}
            >
              <span class="truncate">Continue with {provider.label}</span>
            </Button>
          )}
        </For>
        <Show when={going.isSuccess}>
          <Waiting>Go on in the window that has opened.</Waiting>
        </Show>
        <FailureText text={failure()} />
      </div>
    </Show>
  );
}
