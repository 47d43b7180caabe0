/** One button for each identity provider, and why the last one did not let anybody in. */
import { useLocation } from "@solidjs/router";
import { useMutation, useQuery } from "@tanstack/solid-query";
import { For } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { goToProvider, offeredProvidersQuery } from "../../api/auth-providers.ts";
import { messageOf } from "../../api/http-client.ts";
import { Button } from "../../components/button.tsx";
import { FailureText } from "../../components/form-failure.tsx";
import { providerRefusal } from "../../state/provider-refusal.ts";
import { returnPath } from "../../state/return-path.ts";

export function ProviderButtons() {
  const location = useLocation();
  const providers = useQuery(offeredProvidersQuery);
  const going = useMutation(() => ({
    mutationFn: (id: string) => goToProvider(id, "sign_in", returnPath(location.search)),
  }));
  const failure = () => (going.isError ? messageOf(going.error) : providerRefusal(location.search));
  return (
    <>
      <For each={answerOf(providers)}>
        {(provider) => (
          <Button
            size="lg"
            class="min-w-0"
            isBusy={going.isPending && going.variables === provider.id}
            onClick={() => going.mutate(provider.id)}
          >
            <span class="truncate">Continue with {provider.label}</span>
          </Button>
        )}
      </For>
      <FailureText text={failure()} />
    </>
  );
}
