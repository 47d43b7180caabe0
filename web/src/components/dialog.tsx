/** A dialog over the page: focus stays inside, Escape closes, focus returns to where it was. */
// Not as `Dialog.Content`: the library hangs the parts of dialogs and of alert dialogs on one object, and the last import wins.
import { CloseButton, Content, Description, Overlay, Portal, Root, Title } from "@kobalte/core/dialog";
import X from "lucide-solid/icons/x";
import { type JSX, Show } from "solid-js";
import { createDialogFocus } from "./dialog-focus.ts";
import { iconButtonClass } from "./icon-button.tsx";
import { createReturnFocus } from "./return-focus.ts";

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: JSX.Element;
  children: JSX.Element;
};

export const overlayClass = "fixed inset-0 z-40 animate-fade bg-overlay";
export const panelClass =
  "w-full max-w-md animate-rise rounded-xl border border-line bg-raised shadow-pop outline-none " +
  "max-h-[calc(100dvh-32px)] overflow-y-auto";

export function Dialog(props: DialogProps) {
  return (
    <Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Portal>
        <Overlay class={overlayClass} />
        <DialogPanel {...props} />
      </Portal>
    </Root>
  );
}

function DialogPanel(props: DialogProps) {
  let body!: HTMLDivElement;
  const returnFocus = createReturnFocus();
  const focusFirst = createDialogFocus(() => body);
  return (
    <div class="fixed inset-0 z-40 flex items-end justify-center p-4 sm:items-center">
      <Content class={panelClass} onOpenAutoFocus={focusFirst} onCloseAutoFocus={returnFocus}>
        <div class="flex items-start gap-4 px-5 pt-4">
          <div class="min-w-0 flex-1">
            <Title class="text-base leading-7 font-semibold break-words">{props.title}</Title>
            <Show when={props.description}>
              <Description class="text-sm text-muted">{props.description}</Description>
            </Show>
          </div>
          <CloseButton class={iconButtonClass} aria-label="Close">
            <X class="size-4" aria-hidden="true" />
          </CloseButton>
        </div>
        <div ref={body} class="px-5 pt-4 pb-5">
          {props.children}
        </div>
      </Content>
    </div>
  );
}

/** The row of buttons that ends a dialog; what is done stands right. */
export function DialogActions(props: { children: JSX.Element }) {
  return <div class="mt-5 flex flex-row-reverse items-center gap-2">{props.children}</div>;
}
