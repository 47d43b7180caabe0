/** States that pass by themselves: connecting, asking, reconnecting, waiting for the machine. */
import { A } from "@solidjs/router";
import PlugZap from "lucide-solid/icons/plug-zap";
import Power from "lucide-solid/icons/power";
import Unplug from "lucide-solid/icons/unplug";
import UserRoundCheck from "lucide-solid/icons/user-round-check";
import { createSignal, onCleanup, Show } from "solid-js";
import { messageOf } from "../../api/http-client.ts";
import { wakeMachine } from "../../api/machines.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { useViewer } from "../viewer-state.ts";
import { OverlayCard } from "./overlay-card.tsx";
import { createSecondsLeft } from "./seconds-left.ts";

/** Connecting takes a fraction of a second; past this it is worth saying why it might not. */
const SLOW_MS = 5_000;

export function Connecting() {
  const viewer = useViewer();
  const [isSlow, setIsSlow] = createSignal(false);
  const timer = setTimeout(() => setIsSlow(true), SLOW_MS);
  onCleanup(() => clearTimeout(timer));
  return (
    <OverlayCard
      isBusy
      title={`Connecting to ${viewer.machineName()}`}
      actions={isSlow() ? <BackToMachines /> : undefined}
    >
      <Show when={isSlow()} fallback="The picture comes in a moment.">
        This takes longer than it should. A proxy between here and the server may not pass WebSockets on, or the server
        is busy. It is tried on.
      </Show>
    </OverlayCard>
  );
}

export function WaitingForConsent(props: { until: number | null }) {
  const viewer = useViewer();
  const secondsLeft = createSecondsLeft(() => props.until);
  return (
    <OverlayCard
      icon={<UserRoundCheck class="size-5" aria-hidden="true" />}
      title={`Waiting for an answer at ${viewer.machineName()}`}
      actions={<BackToMachines />}
    >
      The person there is asked whether you may connect.
      <Show when={secondsLeft() !== null}>
        <span class="mt-3 block text-xl font-semibold text-text tabular-nums" aria-hidden="true">
          {secondsLeft()} s
        </span>
        <span class="mt-1 block text-xs">No answer is a no.</span>
      </Show>
    </OverlayCard>
  );
}

export function Reconnecting(props: { attempt: number; retryAt: number | null }) {
  const viewer = useViewer();
  const secondsLeft = createSecondsLeft(() => props.retryAt);
  return (
    <OverlayCard
      icon={<Unplug class="size-5" aria-hidden="true" />}
      isBusy={props.retryAt === null}
      title="Connection lost"
      actions={
        <Button variant="primary" data-autofocus="" disabled={props.retryAt === null} onClick={() => viewer.retryNow()}>
          Try now
        </Button>
      }
    >
      The session on {viewer.machineName()} goes on; you come back to it by itself.
      <span class="mt-2 block text-xs tabular-nums" aria-live="off">
        {props.retryAt === null ? `Attempt ${props.attempt} …` : `Attempt ${props.attempt} in ${secondsLeft()} s`}
      </span>
    </OverlayCard>
  );
}

export function AgentOffline() {
  const viewer = useViewer();
  const since = new Date().toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return (
    <OverlayCard
      icon={<PlugZap class="size-5" aria-hidden="true" />}
      isAlert
      title={`${viewer.machineName()} is offline`}
      actions={
        <>
          <BackToMachines />
          <Show when={viewer.may("wake") && viewer.snapshot().machine?.canWake && viewer.snapshot().machine}>
            {(machine) => <Wake machineId={machine().id} />}
          </Show>
        </>
      }
    >
      Its agent has had no connection to the server since {since}. When it is back, this session goes on by itself.
    </OverlayCard>
  );
}

/** Nothing tells whether a packet woke the machine but its coming back, which ends this overlay. */
function Wake(props: { machineId: string }) {
  const [sentAt, setSentAt] = createSignal<string | null>(null);
  const [isSending, setIsSending] = createSignal(false);
  const [failure, setFailure] = createSignal("");

  async function wake(): Promise<void> {
    setIsSending(true);
    setFailure("");
    try {
      await wakeMachine(props.machineId);
      setSentAt(new Date().toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" }));
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setIsSending(false);
    }
  }

  return (
    <>
      <Button variant="primary" data-autofocus="" isBusy={isSending()} onClick={wake}>
        <Power class="size-3.5" aria-hidden="true" />
        {sentAt() ? "Wake again" : "Wake"}
      </Button>
      <p class="basis-full text-muted text-xs" role="status">
        <Show when={sentAt() && !failure()}>Sent at {sentAt()}. Waking can take a minute or two; just wait here.</Show>
        <span class="text-danger-text">{failure()}</span>
      </p>
    </>
  );
}

export function BackToMachines(props: { isPrimary?: boolean }) {
  return (
    <A
      href="/machines"
      data-autofocus={props.isPrimary ? "" : undefined}
      class={buttonClass(props.isPrimary ? "primary" : "secondary")}
    >
      Back to machines
    </A>
  );
}
