/** Chooses machines to move into a group, with where each is now. */
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import { createMemo, createSignal, For, Show } from "solid-js";
import type { GroupDetails } from "../../../../protocol/rest/groups.ts";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { Dialog } from "../../components/dialog.tsx";
import { DialogForm } from "../../components/dialog-form.tsx";
import { TextField } from "../../components/field.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { countWord } from "../../state/count-word.ts";
import { NO_FILTER, selectMachines } from "../../state/machine-filter.ts";
import { moveMachines } from "./move-machines.ts";

/** More than a screen of them is searched, not scrolled. */
const MAX_SHOWN = 100;

export function AddMachines(props: { group: GroupDetails; onClose: () => void }) {
  const client = useQueryClient();
  const machines = useQuery(machinesQuery);
  const [text, setText] = createSignal("");
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [isBusy, setIsBusy] = createSignal(false);
  const others = createMemo(() => (answerOf(machines) ?? []).filter(({ group_id }) => group_id !== props.group.id));
  const found = createMemo(() =>
    selectMachines(others(), { ...NO_FILTER, sort: "name", text: text() }).slice(0, MAX_SHOWN),
  );

  const choose = (id: string, isOn: boolean) =>
    setChosen((before) => (isOn ? new Set([...before, id]) : new Set([...before].filter((other) => other !== id))));

  const move = async () => {
    setIsBusy(true);
    const wanted = others().filter(({ id }) => chosen().has(id));
    const { moved, failure } = await moveMachines(client, wanted, props.group.id);
    setIsBusy(false);
    if (moved.length > 0) notify(`${countWord(moved.length, "machine")} moved to ${props.group.name}`);
    if (failure) notifyFailure(`${countWord(wanted.length - moved.length, "machine")} not moved`, failure);
    if (!failure) props.onClose();
  };

  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Add machines to ${props.group.name}`}
      description="They leave the group that they are in, and whoever reaches them only by that one loses them."
    >
      <DialogForm
        action={chosen().size === 0 ? "Add machines" : `Add ${countWord(chosen().size, "machine")}`}
        isBusy={isBusy()}
        isDisabled={chosen().size === 0}
        onSubmit={() => void move()}
        onCancel={() => props.onClose()}
      >
        <TextField
          label="Find"
          type="search"
          autofocus
          placeholder="Name, host, user or tag"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
        <ul
          class="flex max-h-72 flex-col overflow-y-auto rounded-lg border border-line bg-panel p-1"
          aria-label="Machines"
        >
          <For each={found()} fallback={<li class="px-2 py-4 text-center text-sm text-muted">No machine fits.</li>}>
            {(machine) => (
              <MachineBox
                machine={machine}
                isOn={chosen().has(machine.id)}
                onChange={(isOn) => choose(machine.id, isOn)}
              />
            )}
          </For>
        </ul>
        <Show when={others().length > MAX_SHOWN && found().length === MAX_SHOWN}>
          <p class="text-xs text-muted">The first {MAX_SHOWN} are shown: type to find others.</p>
        </Show>
      </DialogForm>
    </Dialog>
  );
}

function MachineBox(props: { machine: Machine; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <li>
      <label class="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover pointer-coarse:h-11">
        <input
          type="checkbox"
          class="size-4 shrink-0 accent-accent"
          checked={props.isOn}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span class="min-w-0 flex-1 truncate">{props.machine.name}</span>
        <span class="max-w-40 truncate text-xs text-muted">{props.machine.group_name ?? "No group"}</span>
      </label>
    </li>
  );
}
