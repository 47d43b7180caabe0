/** One overlay for each phase but the live one, over the dimmed last picture. */
import { type JSX, Match, Show, Switch } from "solid-js";
import type { Phase } from "../viewer-model.ts";
import { useViewer } from "../viewer-state.ts";
import { Ended, NoPicture, Refused, Replaced } from "./final-overlays.tsx";
import { AgentOffline, Connecting, Reconnecting, WaitingForConsent } from "./waiting-overlays.tsx";

export function PhaseOverlay() {
  const viewer = useViewer();
  const of = <Kind extends Phase["kind"]>(kind: Kind) => {
    const phase = viewer.phase();
    return phase.kind === kind ? (phase as Extract<Phase, { kind: Kind }>) : null;
  };
  return (
    <Show when={!viewer.isActive()}>
      <Backdrop>
        <Switch>
          <Match when={of("connecting")}>
            <Connecting />
          </Match>
          <Match when={of("waiting_consent")}>{(phase) => <WaitingForConsent until={phase().until} />}</Match>
          <Match when={of("reconnecting")}>
            {(phase) => <Reconnecting attempt={phase().attempt} retryAt={phase().retryAt} />}
          </Match>
          <Match when={of("agent_offline")}>
            <AgentOffline />
          </Match>
          <Match when={of("no_picture")}>
            {(phase) => <NoPicture problem={phase().problem} message={phase().message} />}
          </Match>
          <Match when={of("replaced")}>
            <Replaced />
          </Match>
          <Match when={of("ended")}>{(phase) => <Ended reason={phase().reason} />}</Match>
          <Match when={of("refused")}>{(phase) => <Refused message={phase().message} />}</Match>
        </Switch>
      </Backdrop>
    </Show>
  );
}

export function Backdrop(props: { children: JSX.Element }) {
  return (
    <div class="absolute inset-0 z-10 flex animate-fade items-center justify-center overflow-y-auto bg-overlay p-4">
      {props.children}
    </div>
  );
}
