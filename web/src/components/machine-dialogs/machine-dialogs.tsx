/** The dialogs about one machine, shown over whatever page asked for them. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery, removeMachine } from "../../api/machines.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Button } from "../button.tsx";
import { ConfirmDialog } from "../confirm-dialog.tsx";
import { Dialog, DialogActions } from "../dialog.tsx";
import { Markdown } from "../markdown.tsx";
import { notify, notifyFailure } from "../toast.tsx";
import { closeMachineDialog, machineDialog, openMachineDialog } from "./dialog-state.ts";
import { EditMachine } from "./edit-machine.tsx";

export function MachineDialogs() {
  const machines = useQuery(machinesQuery);
  const machine = createMemo(() => {
    const id = machineDialog()?.machineId;
    return id ? answerOf(machines)?.find((candidate) => candidate.id === id) : undefined;
  });
  return (
    <Show when={machine()}>
      {(present) => (
        <Switch>
          <Match when={machineDialog()?.kind === "edit"}>
            <Dialog isOpen onClose={closeMachineDialog} title={`Edit ${present().name}`}>
              <EditMachine machine={present()} onDone={closeMachineDialog} />
            </Dialog>
          </Match>
          <Match when={machineDialog()?.kind === "notes"}>
            <NotesDialog machine={present()} />
          </Match>
          <Match when={machineDialog()?.kind === "remove"}>
            <RemoveDialog machine={present()} />
          </Match>
        </Switch>
      )}
    </Show>
  );
}

function NotesDialog(props: { machine: Machine }) {
  const canEdit = () => props.machine.permissions.includes("manage");
  return (
    <Dialog isOpen onClose={closeMachineDialog} title={`Notes on ${props.machine.name}`}>
      <Show
        when={props.machine.notes}
        fallback={<p class="text-sm text-muted">There are no notes on this machine yet.</p>}
      >
        <Markdown text={props.machine.notes} />
      </Show>
      <Show when={canEdit()}>
        <DialogActions>
          <Button onClick={() => openMachineDialog("edit", props.machine.id)}>Edit notes</Button>
        </DialogActions>
      </Show>
    </Dialog>
  );
}

function RemoveDialog(props: { machine: Machine }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const removal = useMutation(() => ({
    mutationFn: (machine: Machine) => removeMachine(machine.id),
    onSuccess: (_, machine) => {
      closeMachineDialog();
      if (location.pathname === `/machines/${machine.id}`) navigate("/machines", { replace: true });
      client.setQueryData<Machine[]>(queryKeys.machines, (list) => list?.filter((other) => other.id !== machine.id));
      notify(`${machine.name} was removed`);
    },
    onError: (error, machine) => notifyFailure(`${machine.name} was not removed`, error),
  }));
  return (
    <ConfirmDialog
      isOpen
      onClose={closeMachineDialog}
      title={`Remove ${props.machine.name}?`}
      action={`Remove ${props.machine.name}`}
      isBusy={removal.isPending}
      onConfirm={() => removal.mutate(props.machine)}
    >
      Its tags and notes are lost
      <Show when={props.machine.active_sessions.length > 0}> and the session that runs on it ends</Show>. The agent on
      it loses its access and must be enrolled again to come back. The machine itself is not touched.
    </ConfirmDialog>
  );
}
