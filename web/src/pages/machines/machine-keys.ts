/** The keys of the list of machines, the same for rows and for cards. */
import { useNavigate } from "@solidjs/router";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { createShortcuts } from "../../components/shortcuts/create-shortcuts.ts";
import { createMachineActKeys, withMachine } from "../../components/shortcuts/machine-act-keys.ts";
import type { MachineSelection } from "../../state/machine-selection.ts";

export type MachineKeysOptions = {
  /** The machine whose row or card holds the focus. */
  focused: () => Machine | undefined;
  move: (step: 1 | -1) => void;
  selection: MachineSelection;
};

export function createMachineKeys({ focused, move, selection }: MachineKeysOptions): void {
  const navigate = useNavigate();
  createMachineActKeys(focused);
  createShortcuts({
    down: () => move(1),
    up: () => move(-1),
    open: withMachine(focused, ({ id }) => navigate(`/machines/${id}`)),
    select: withMachine(focused, ({ id }, { shiftKey }) => selection.toggle(id, shiftKey)),
    selectAll: () => selection.selectShown(),
    clear: () => {
      const isAny = selection.selected().length > 0;
      selection.clear();
      return isAny;
    },
  });
}
