/** Asks once before something is lost, naming what. The safe way out has the focus. */
import { CloseButton, Content, Description, Overlay, Portal, Root, Title } from "@kobalte/core/alert-dialog";
import type { JSX } from "solid-js";
import { Button, buttonClass } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { overlayClass, panelClass } from "./dialog.tsx";
import { createReturnFocus } from "./return-focus.ts";

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
    <Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Portal>
        <Overlay class={overlayClass} />
        <ConfirmPanel {...props} />
      </Portal>
    </Root>
  );
}

function ConfirmPanel(props: ConfirmDialogProps) {
  const returnFocus = createReturnFocus();
  return (
    <div class="fixed inset-0 z-40 flex items-end justify-center p-4 sm:items-center">
      <Content class={classNames(panelClass, "max-w-md")} onCloseAutoFocus={returnFocus}>
        <div class="flex min-h-0 flex-col px-5 py-5">
          <Title class="shrink-0 text-base font-semibold break-words">{props.title}</Title>
          <Description class="mt-2 min-h-0 overflow-y-auto text-sm text-muted">{props.children}</Description>
          <div class="mt-5 flex shrink-0 justify-end gap-2">
            {/* The library would call it "Dismiss", which is not what it says. */}
            <CloseButton class={buttonClass("secondary")} aria-label="Cancel">
              Cancel
            </CloseButton>
            <Button variant="danger" class="min-w-0 shrink" isBusy={props.isBusy} onClick={props.onConfirm}>
              <span class="truncate">{props.action}</span>
            </Button>
          </div>
        </div>
      </Content>
    </div>
  );
}
