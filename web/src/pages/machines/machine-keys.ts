/** The keys of the list of machines, the same for rows and for cards. */
import { useNavigate } from "@solidjs/router";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { openMachineDialog } from "../../components/machine-dialogs/dialog-state.ts";
import { createShortcuts } from "../../components/shortcuts/create-shortcuts.ts";
import { useConnect } from "../../state/connect.ts";
import { copyMachineLink } from "../../state/copy-machine-link.ts";
import type { MachineSelection } from "../../state/machine-selection.ts";

export type MachineKeysOptions = {
  /** The machine whose row or card holds the focus. */
  focused: () => Machine | undefined;
  move: (step: 1 | -1) => void;
  selection: MachineSelection;
};

export function createMachineKeys({ focused, move, selection }: MachineKeysOptions): void {
  const connect = useConnect();
  const navigate = useNavigate();
  /** Without a machine the key keeps its meaning. */
  const withFocused = (act: (machine: Machine, event: KeyboardEvent) => unknown) => (event: KeyboardEvent) => {
    const machine = focused();
    if (!machine) return false;
    return act(machine, event);
  };
  const mayConnect = ({ online, permissions }: Machine) => online && permissions.includes("view");

  createShortcuts({
    down: () => move(1),
    up: () => move(-1),
    open: withFocused(({ id }) => navigate(`/machines/${id}`)),
    terminal: withFocused((machine) => {
      const isPossible = mayConnect(machine) && machine.permissions.includes("terminal");
      return isPossible && connect(machine, { panel: "terminal" });
    }),
    edit: withFocused(({ id, permissions }) => permissions.includes("manage") && openMachineDialog("edit", id)),
    copyLink: withFocused(copyMachineLink),
    select: withFocused(({ id }, { shiftKey }) => selection.toggle(id, shiftKey)),
    selectAll: () => selection.selectShown(),
    clear: () => {
      const isAny = selection.selected().length > 0;
      selection.clear();
      return isAny;
    },
  });
}
