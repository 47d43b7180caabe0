/** The keys that do something with one machine: of the list's row that has the focus, of the page that shows one. */
import type { Machine } from "../../../../protocol/rest/people.ts";
import { useConnect } from "../../state/connect.ts";
import { copyMachineLink } from "../../state/copy-machine-link.ts";
import { openMachineDialog } from "../machine-dialogs/dialog-state.ts";
import { createShortcuts } from "./create-shortcuts.ts";

/** Without a machine a key keeps its meaning. */
export function withMachine(
  focused: () => Machine | undefined,
  act: (machine: Machine, event: KeyboardEvent) => unknown,
): (event: KeyboardEvent) => unknown {
  return (event) => {
    const machine = focused();
    return machine ? act(machine, event) : false;
  };
}

export function createMachineActKeys(focused: () => Machine | undefined): void {
  const connect = useConnect();
  createShortcuts({
    terminal: withMachine(focused, (machine) => {
      const may = ({ online, permissions }: Machine) =>
        online && permissions.includes("view") && permissions.includes("terminal");
      return may(machine) && connect(machine, { panel: "terminal" });
    }),
    edit: withMachine(
      focused,
      ({ id, permissions }) => permissions.includes("manage") && openMachineDialog("edit", id),
    ),
    copyLink: withMachine(focused, copyMachineLink),
  });
}
