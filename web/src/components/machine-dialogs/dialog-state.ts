/** Which dialog about a machine is open: they can be asked for from a row, a card, a machine's page. */
import { createSignal } from "solid-js";

export type MachineDialogKind = "edit" | "notes" | "remove";
export type MachineDialog = { kind: MachineDialogKind; machineId: string };

export const [machineDialog, setMachineDialog] = createSignal<MachineDialog | null>(null);

export function openMachineDialog(kind: MachineDialogKind, machineId: string): void {
  setMachineDialog({ kind, machineId });
}

export function closeMachineDialog(): void {
  setMachineDialog(null);
}
