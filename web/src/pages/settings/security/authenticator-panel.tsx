/** The authenticator app: off, being set up, or on. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import type { SecondFactorState } from "../../../../../protocol/rest/sign-in.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { startAuthenticator } from "../../../api/sign-in.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { Panel } from "../../../components/page-header.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { withRecentProof } from "../../../state/recent-proof.ts";
import { AuthenticatorDialog } from "./authenticator-dialog.tsx";
import { reportFailure } from "./report-failure.ts";
import { TurnOffDialog } from "./turn-off-dialog.tsx";

export type AuthenticatorPanelProps = { state: SecondFactorState; onCodes: (codes: string[] | null) => void };

export function AuthenticatorPanel(props: AuthenticatorPanelProps) {
  const client = useQueryClient();
  const [isTurningOff, setIsTurningOff] = createSignal(false);
  const starting = useMutation(() => ({
    mutationFn: () => withRecentProof(startAuthenticator),
    onError: reportFailure("The set-up did not begin"),
  }));
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.secondFactors });
  return (
    <Panel class="flex flex-wrap items-center justify-between gap-3 p-4">
      <div class="min-w-0 flex-1">
        <div class="flex items-center gap-2 text-sm font-medium">
          Authenticator app
          <Show when={props.state.authenticator}>
            <Badge tone="online">On</Badge>
          </Show>
        </div>
        <div class="text-sm text-muted">
          <Show when={props.state.authenticator} fallback="Six digits from an app on your phone, beside your password.">
            {(on) => (
              <>
                Set up <TimeAgo at={on().since} />.
              </>
            )}
          </Show>
        </div>
      </div>
      <Show
        when={props.state.authenticator}
        fallback={
          <Button isBusy={starting.isPending} onClick={() => starting.mutate()}>
            Set up
          </Button>
        }
      >
        <Button onClick={() => setIsTurningOff(true)}>Turn off…</Button>
      </Show>
      <AuthenticatorDialog
        started={starting.data ?? null}
        onClose={() => starting.reset()}
        onConfirmed={(codes) => {
          starting.reset();
          refresh();
          props.onCodes(codes);
        }}
      />
      <TurnOffDialog
        isOpen={isTurningOff()}
        hasPassword={props.state.has_password}
        onClose={() => setIsTurningOff(false)}
        onDone={() => {
          setIsTurningOff(false);
          refresh();
        }}
      />
    </Panel>
  );
}
