/** A name that appears on hover and on keyboard focus. For what is visible anyway it repeats nothing. */
import { Tooltip as Kobalte } from "@kobalte/core/tooltip";
import { createSignal, type JSX, type ValidComponent } from "solid-js";

const OPEN_DELAY_MS = 400;

export type TooltipProps = {
  text: JSX.Element;
  /** Keys that do the same, shown after the text. */
  shortcut?: string;
  placement?: "top" | "bottom" | "left" | "right";
  /** Not now: what the carrier opened is in its place. */
  isDisabled?: boolean;
  /** What carries it: a component or tag that takes a ref and pointer handlers; further props go to it. */
  as: ValidComponent;
  children?: JSX.Element;
  triggerProps?: Record<string, unknown>;
};

export function Tooltip(props: TooltipProps) {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <Kobalte
      openDelay={OPEN_DELAY_MS}
      closeDelay={0}
      placement={props.placement ?? "top"}
      gutter={6}
      disabled={props.isDisabled}
      open={isOpen() && !props.isDisabled}
      onOpenChange={setOpen}
    >
      <Kobalte.Trigger as={props.as} {...props.triggerProps}>
        {props.children}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="z-50 flex max-w-72 animate-fade items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-xs text-text shadow-pop">
          {props.text}
          {props.shortcut && <kbd class="font-sans text-faint">{props.shortcut}</kbd>}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}
