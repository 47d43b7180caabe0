/** The second factor: authenticator app, passkeys, and the recovery codes that come with either. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Match, Show, Switch } from "solid-js";
import { answerOf } from "../../../api/answer-of.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { renewRecoveryCodes, secondFactorsQuery } from "../../../api/sign-in.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorState } from "../../../components/empty-state.tsx";
import { Panel, Section } from "../../../components/page-header.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { withRecentProof } from "../../../state/recent-proof.ts";
import { useMe } from "../../../state/signed-in.tsx";
import { AuthenticatorPanel } from "./authenticator-panel.tsx";
import { PasskeysPanel } from "./passkeys-panel.tsx";
import { RecoveryCodesDialog } from "./recovery-codes-dialog.tsx";
import { reportFailure } from "./report-failure.ts";

const FEW = 3;

export function SecondFactorSection() {
  const me = useMe();
  const client = useQueryClient();
  const own = useQuery(secondFactorsQuery);
  const [codes, setCodes] = createSignal<string[] | null>(null);
  const renewing = useMutation(() => ({
    mutationFn: () => withRecentProof(renewRecoveryCodes),
    onSuccess: ({ recovery_codes }) => {
      setCodes(recovery_codes);
      client.invalidateQueries({ queryKey: queryKeys.secondFactors });
    },
    onError: reportFailure("No new recovery codes were made"),
  }));
  const refreshMe = () => client.invalidateQueries({ queryKey: queryKeys.me });
  /** Who was kept here until they had one goes on when they have read their recovery codes. */
  const show = (told: string[] | null) => (told ? setCodes(told) : refreshMe());
  return (
    <Section
      title="Two-factor sign-in"
      description="With an app or a passkey, somebody who learns your password still cannot sign in."
    >
      <Switch fallback={<Skeleton class="h-32 w-full" />}>
        <Match when={answerOf(own)}>
          {(state) => (
            <div class="flex flex-col gap-3">
              <AuthenticatorPanel state={state()} onCodes={show} />
              <PasskeysPanel state={state()} onCodes={show} />
              <Show when={state().authenticator || state().passkeys.length > 0}>
                <Panel class="flex flex-wrap items-center justify-between gap-3 p-4">
                  <div class="min-w-0 flex-1">
                    <div class="text-sm font-medium">Recovery codes</div>
                    <div
                      class={state().recovery_codes_left <= FEW ? "text-sm text-warning-text" : "text-sm text-muted"}
                    >
                      {state().recovery_codes_left} of 10 left. New ones make the old ones void.
                    </div>
                  </div>
                  <Button isBusy={renewing.isPending} onClick={() => renewing.mutate()}>
                    New recovery codes
                  </Button>
                </Panel>
              </Show>
            </div>
          )}
        </Match>
        <Match when={own.isError}>
          <ErrorState title="This could not be loaded" error={own.error} onRetry={() => own.refetch()} />
        </Match>
      </Switch>
      <RecoveryCodesDialog
        codes={codes()}
        email={me().email}
        onClose={() => {
          setCodes(null);
          refreshMe();
        }}
      />
    </Section>
  );
}
