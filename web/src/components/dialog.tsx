/** A dialog over the page: focus stays inside, Escape closes, focus returns to where it was. */
import { Dialog as Kobalte } from "@kobalte/core/dialog";
import X from "lucide-solid/icons/x";
import { type JSX, Show } from "solid-js";
import { iconButtonClass } from "./icon-button.tsx";

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
    <Kobalte open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class={overlayClass} />
        <div class="fixed inset-0 z-40 flex items-end justify-center p-4 sm:items-center">
          <Kobalte.Content class={panelClass}>
            <div class="flex items-start gap-4 px-5 pt-4">
              <div class="min-w-0 flex-1">
                <Kobalte.Title class="text-base font-semibold">{props.title}</Kobalte.Title>
                <Show when={props.description}>
                  <Kobalte.Description class="mt-1 text-sm text-muted">{props.description}</Kobalte.Description>
                </Show>
              </div>
              <Kobalte.CloseButton class={iconButtonClass} aria-label="Close">
                <X class="size-4" aria-hidden="true" />
              </Kobalte.CloseButton>
            </div>
            <div class="px-5 pt-4 pb-5">{props.children}</div>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
}

/** The row of buttons that ends a dialog; what is done stands right. */
export function DialogActions(props: { children: JSX.Element }) {
  return <div class="mt-5 flex flex-row-reverse items-center gap-2">{props.children}</div>;
}
