/** States that need a decision: no picture, replaced, ended, refused. */
import { useNavigate } from "@solidjs/router";
import { useMutation, useQuery } from "@tanstack/solid-query";
import CircleSlash from "lucide-solid/icons/circle-slash";
import MonitorOff from "lucide-solid/icons/monitor-off";
import PanelsTopLeft from "lucide-solid/icons/panels-top-left";
import { Show } from "solid-js";
import type { DisplayProblem } from "../../../../protocol/messages/fields.ts";
import { meQuery } from "../../api/account.ts";
import { messageOf } from "../../api/http-client.ts";
import { startSession } from "../../api/machines.ts";
import { Button } from "../../components/button.tsx";
import { openViewer } from "../../state/open-viewer.ts";
import { useViewer } from "../viewer-state.ts";
import { endTitle, endWords } from "./end-words.ts";
import { NotesAfter } from "./notes-after.tsx";
import { OverlayCard } from "./overlay-card.tsx";
import { PanelsWithoutPicture } from "./panels-without-picture.tsx";
import { problemWords } from "./problem-words.ts";
import { BackToMachines } from "./waiting-overlays.tsx";

export function NoPicture(props: { problem: DisplayProblem | null; message: string | null }) {
  const viewer = useViewer();
  const words = () => problemWords(props.problem);
  const canWake = () => props.problem === "monitor_asleep" && !viewer.isViewOnly();
  return (
    <OverlayCard
      icon={<MonitorOff class="size-5" aria-hidden="true" />}
      isAlert
      title={words().title(viewer.machineName())}
      actions={
        <>
          <Show when={canWake()}>
            <Button variant="primary" data-autofocus="" onClick={() => viewer.wakeMonitor()}>
              Wake the monitor
            </Button>
          </Show>
          <PanelsWithoutPicture />
          <BackToMachines />
        </>
      }
    >
      {props.message ?? words().remedy}
    </OverlayCard>
  );
}

export function Replaced() {
  return (
    <OverlayCard
      icon={<PanelsTopLeft class="size-5" aria-hidden="true" />}
      isAlert
      title="Opened elsewhere"
      actions={
        <>
          <Button variant="primary" data-autofocus="" onClick={() => location.reload()}>
            Take it back
          </Button>
          <BackToMachines />
        </>
      }
    >
      This session was opened in another window, which has it now.
    </OverlayCard>
  );
}

export function Ended(props: { reason: string | null }) {
  const viewer = useViewer();
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const machine = () => (me.data ? viewer.snapshot().machine : null);
  const reconnecting = useMutation(() => ({
    mutationFn: (machineId: string) => startSession(machineId, !viewer.may("control")),
    onSuccess: (ticket) => openViewer(ticket, navigate),
  }));
  return (
    <OverlayCard
      icon={<CircleSlash class="size-5" aria-hidden="true" />}
      isAlert
      title={endTitle(props.reason)}
      actions={
        <Show when={machine()} fallback={<BackToMachines isPrimary />}>
          {(known) => (
            <>
              <Button
                variant="primary"
                data-autofocus=""
                isBusy={reconnecting.isPending}
                onClick={() => reconnecting.mutate(known().id)}
                aria-label={`Reconnect to ${known().name}`}
              >
                Reconnect
              </Button>
              <BackToMachines />
            </>
          )}
        </Show>
      }
    >
      {endWords(props.reason, me.data?.name ?? null)}
      <Show when={reconnecting.isError}>
        <span class="mt-2 block text-danger-text">{messageOf(reconnecting.error)}</span>
      </Show>
      <Show when={me.data}>
        {(person) => <NotesAfter sessionId={viewer.sessionId} me={person()} reason={props.reason} />}
      </Show>
    </OverlayCard>
  );
}

export function Refused(props: { message: string }) {
  return (
    <OverlayCard
      icon={<CircleSlash class="size-5" aria-hidden="true" />}
      isAlert
      title="This session cannot be opened"
      actions={<BackToMachines isPrimary />}
    >
      {props.message}
    </OverlayCard>
  );
}
