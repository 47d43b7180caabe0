/** Machines in quarantine: what is known of each, and the decision. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import type { WaitingMachine } from "../../../../protocol/rest/waiting-machines.ts";
import { answerOf } from "../../api/answer-of.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { acceptMachine, rejectMachine, waitingMachinesQuery } from "../../api/waiting-machines.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { Section } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { RowsById } from "../../components/rows-by-id.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { AcceptForm } from "./accept-form.tsx";

/** Nothing while nobody waits. */
export function WaitingList() {
  const client = useQueryClient();
  const waiting = useQuery(waitingMachinesQuery);
  const machines = () => answerOf(waiting)?.items ?? [];
  const [accepted, setAccepted] = createSignal<WaitingMachine | null>(null);
  const [rejected, setRejected] = createSignal<WaitingMachine | null>(null);
  const lookAgain = () => client.invalidateQueries({ queryKey: queryKeys.waitingMachines });

  const rejecting = useMutation(() => ({
    mutationFn: (machine: WaitingMachine) => rejectMachine(machine.id),
    onSuccess: (_, machine) => notify(`${machine.name} was rejected`),
    onError: (error, machine) => notifyFailure(`${machine.name} was not rejected`, error),
    onSettled: () => {
      setRejected(null);
      return lookAgain();
    },
  }));
  const acceptingAll = useMutation(() => ({
    mutationFn: async (all: readonly WaitingMachine[]) => {
      for (const { id } of all) await acceptMachine({ id });
      return all.length;
    },
    onSuccess: (count) => notify(`${count} machines were accepted`),
    onError: (error) => notifyFailure("Not all machines were accepted", error),
    onSettled: lookAgain,
  }));

  return (
    <Show when={machines().length > 0}>
      <Section
        title="Waiting for acceptance"
        description="Nobody can do anything with them until you accept them. What they say of themselves is not verified."
        actions={
          <Show when={machines().length > 1}>
            <Button isBusy={acceptingAll.isPending} onClick={() => acceptingAll.mutate(machines())}>
              Accept all {machines().length}
            </Button>
          </Show>
        }
      >
        <ul class="overflow-hidden rounded-lg border border-line bg-panel" aria-label="Machines that wait">
          <RowsById rows={machines()} idOf={({ id }) => id}>
            {(machine) => (
              <li class="flex flex-wrap items-start gap-3 border-b border-line p-4 last:border-b-0">
                <OsIcon os={machine.os} class="mt-0.5 size-5 shrink-0 text-muted" />
                <div class="min-w-0 flex-1 basis-56">
                  <Facts machine={machine} />
                </div>
                <div class="flex gap-2">
                  <Button variant="primary" aria-label={`Accept ${machine.name}`} onClick={() => setAccepted(machine)}>
                    Accept
                  </Button>
                  <Button aria-label={`Reject ${machine.name}`} onClick={() => setRejected(machine)}>
                    Reject
                  </Button>
                </div>
              </li>
            )}
          </RowsById>
        </ul>
      </Section>
      <Dialog
        isOpen={accepted() !== null}
        onClose={() => setAccepted(null)}
        title={`Accept ${accepted()?.name ?? ""}`}
        description="It becomes a machine like any other. Accept it only if you know whose it is."
      >
        <Show when={accepted()} keyed>
          {(machine) => <AcceptForm machine={machine} onDone={() => setAccepted(null)} />}
        </Show>
      </Dialog>
      <Show when={rejected()}>
        {(machine) => (
          <ConfirmDialog
            isOpen
            onClose={() => setRejected(null)}
            title={`Reject ${machine().name}?`}
            action="Reject the machine"
            isBusy={rejecting.isPending}
            onConfirm={() => rejecting.mutate(machine())}
          >
            It is removed and its key is void: its agent cannot come back by itself.
          </ConfirmDialog>
        )}
      </Show>
    </Show>
  );
}

function Facts(props: { machine: WaitingMachine }) {
  const entry = () => {
    const { enrollment_token: token } = props.machine;
    return token ? `By the token ${token.label || "without a label"}` : "By open enrollment";
  };
  return (
    <>
      <div class="flex flex-wrap items-center gap-2">
        <span class="min-w-0 font-medium break-words">{props.machine.name}</span>
        <Badge tone={props.machine.online ? "online" : "neutral"}>{props.machine.online ? "Online" : "Offline"}</Badge>
      </div>
      <p class="text-sm break-words text-muted">
        <Show when={props.machine.hostname !== props.machine.name}>Calls itself {props.machine.hostname} · </Show>
        {[props.machine.os, props.machine.os_version, props.machine.arch].filter(Boolean).join(" ")} · agent{" "}
        {props.machine.agent_version}
        <Show when={props.machine.logged_in_user}>{(user) => <> · {user()} signed in</>}</Show>
      </p>
      <p class="text-xs break-words text-muted">
        {entry()} <TimeAgo at={props.machine.waiting_since} />
        <Show when={props.machine.address}>{(address) => <> from {address()}</>}</Show>
        <Show when={props.machine.mac_addresses.length > 0}>
          <span class="font-mono"> · {props.machine.mac_addresses.join(", ")}</span>
        </Show>
      </p>
    </>
  );
}
