/** A dialog over the page: focus stays inside, Escape closes, focus returns to where it was. */
// Not as `Dialog.Content`: the library hangs the parts of dialogs and of alert dialogs on one object, and the last import wins.
import { CloseButton, Content, Description, Overlay, Portal, Root, Title } from "@kobalte/core/dialog";
import X from "lucide-solid/icons/x";
import { type JSX, Show } from "solid-js";
import { classNames } from "./class-names.ts";
import { createDialogFocus } from "./dialog-focus.ts";
import { iconButtonClass } from "./icon-button.tsx";
import { createReturnFocus } from "./return-focus.ts";

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: JSX.Element;
  /** What is laid out in columns has room for them. */
  isWide?: boolean;
  children: JSX.Element;
};

export const overlayClass = "fixed inset-0 z-40 animate-fade bg-overlay";
/** Taller than the window it scrolls within: title and buttons stay in reach. */
export const panelClass =
  "flex max-h-[calc(100dvh-32px)] w-full animate-rise flex-col overflow-hidden rounded-xl border border-line bg-raised " +
  "shadow-pop outline-none";

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
      <Content
        class={classNames(panelClass, props.isWide ? "max-w-2xl" : "max-w-md")}
        onOpenAutoFocus={focusFirst}
        onCloseAutoFocus={returnFocus}
      >
        <div class="flex shrink-0 items-start gap-4 px-5 pt-4 pb-3">
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
        {/* What has the focus is not beneath the buttons. */}
        <div
          ref={body}
          class="min-h-0 scroll-pb-20 overflow-x-clip overflow-y-auto px-5 pt-1 pb-5 has-data-dialog-actions:pb-0"
        >
          {props.children}
        </div>
      </Content>
    </div>
  );
}

/** The row of buttons that ends a dialog; what is done stands right. What scrolls beneath it fades out above it. */
export function DialogActions(props: { children: JSX.Element }) {
  return (
    <div
      data-dialog-actions
      class="sticky bottom-0 z-10 -mx-5 mt-2 flex flex-row-reverse items-center gap-2 bg-raised px-5 pt-3 pb-5 before:pointer-events-none before:absolute before:inset-x-0 before:bottom-full before:h-4 before:bg-linear-to-t before:from-raised before:to-transparent"
    >
      {props.children}
    </div>
  );
}
