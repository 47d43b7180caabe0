/** The machines of a group; others come in by choice, and go out with a way back. */
import { A } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import Monitor from "lucide-solid/icons/monitor";
import Plus from "lucide-solid/icons/plus";
import X from "lucide-solid/icons/x";
import { createSignal, Show } from "solid-js";
import type { GroupDetails } from "../../../../protocol/rest/groups.ts";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { Section } from "../../components/page-header.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { AddMachines } from "./add-machines.tsx";
import { moveMachines } from "./move-machines.ts";

/** @param props.machines those of the group; undefined while they are loaded */
export function GroupMachines(props: { group: GroupDetails; machines: Machine[] | undefined }) {
  const client = useQueryClient();
  const [isAdding, setIsAdding] = createSignal(false);

  const takeOut = async (machine: Machine) => {
    const { id, name } = props.group;
    const back = async () => {
      const { failure } = await moveMachines(client, [machine], id);
      if (failure) notifyFailure(`${machine.name} is not in ${name} again`, failure);
      else notify(`${machine.name} is in ${name} again`);
    };
    const { failure } = await moveMachines(client, [machine], null);
    if (failure) notifyFailure(`${machine.name} is still in ${name}`, failure);
    else notify(`${machine.name} is no longer in ${name}`, { action: { label: "Undo", run: back } });
  };

  const columns: Column<Machine>[] = [
    {
      title: "Name",
      cell: (machine) => (
        <div class="flex min-w-0 items-center gap-2.5">
          <OsIcon os={machine.os} class="size-4 shrink-0 text-muted" />
          <A href={`/machines/${machine.id}`} class="min-w-0 font-medium wrap-anywhere hover:underline">
            {machine.name}
          </A>
        </div>
      ),
    },
    { title: "State", from: "sm", cell: (machine) => <MachineStateText machine={machine} /> },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px text-right",
      cell: (machine) => (
        <IconButton
          label={`Take ${machine.name} out of the group`}
          onClick={() => takeOut(machine)}
          icon={<X class="size-4" aria-hidden="true" />}
        />
      ),
    },
  ];

  const addButton = () => (
    <Button onClick={() => setIsAdding(true)}>
      <Plus class="size-4" aria-hidden="true" />
      Add machines
    </Button>
  );

  return (
    <Section
      title="Machines"
      description="A machine is in one group at most."
      actions={
        <Show when={props.machines?.length}>
          <A href={`/machines?group=${props.group.id}`} class={classNames(buttonClass("ghost"), "max-sm:hidden")}>
            Open as list
          </A>
          {addButton()}
        </Show>
      }
    >
      <Show when={props.machines} fallback={<Skeleton class="h-24 w-full rounded-lg" />}>
        {(machines) => (
          <Show
            when={machines().length > 0}
            fallback={
              <EmptyState
                icon={<Monitor class="size-5" aria-hidden="true" />}
                title="No machines"
                action={
                  <>
                    {addButton()}
                    <A href={`/enrollment?new=1&group=${props.group.id}`} class={buttonClass("ghost")}>
                      New token
                    </A>
                  </>
                }
              >
                Move machines here, or let new ones join with a token for this group.
              </EmptyState>
            }
          >
            <Table label="Machines of the group" columns={columns} rows={machines()} />
          </Show>
        )}
      </Show>
      <Show when={isAdding()}>
        <AddMachines group={props.group} onClose={() => setIsAdding(false)} />
      </Show>
    </Section>
  );
}
