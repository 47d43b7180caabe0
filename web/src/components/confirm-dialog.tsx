/** Asks once before something is lost, naming what. The safe way out has the focus. */
import { AlertDialog } from "@kobalte/core/alert-dialog";
import type { JSX } from "solid-js";
import { Button, buttonClass } from "./button.tsx";
import { overlayClass, panelClass } from "./dialog.tsx";

export type ConfirmDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What will be gone. */
  children: JSX.Element;
  /** The verb: "Remove web-01", never "OK". */
  action: string;
  isBusy?: boolean;
  onConfirm: () => void;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <AlertDialog open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay class={overlayClass} />
        <div class="fixed inset-0 z-40 flex items-end justify-center p-4 sm:items-center">
          <AlertDialog.Content class={panelClass}>
            <div class="px-5 py-5">
              <AlertDialog.Title class="text-base font-semibold">{props.title}</AlertDialog.Title>
              <AlertDialog.Description class="mt-2 text-sm text-muted">{props.children}</AlertDialog.Description>
              <div class="mt-5 flex justify-end gap-2">
                <AlertDialog.CloseButton class={buttonClass("secondary")}>Cancel</AlertDialog.CloseButton>
                <Button variant="danger" isBusy={props.isBusy} onClick={props.onConfirm}>
                  {props.action}
                </Button>
              </div>
            </div>
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog>
  );
}
