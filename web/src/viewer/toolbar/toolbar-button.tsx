/** A control of the toolbar. Pressed by pointer it leaves the keyboard on the remote screen. */
import type { JSX } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { Tooltip } from "../../components/tooltip.tsx";
import { useScreenFocus } from "../screen/screen-focus.ts";
import { isAnyMenuOpen } from "./open-menu.ts";

export const toolbarButtonClass =
  "inline-flex h-8 min-w-8 shrink-0 items-center justify-center rounded-md px-1.5 text-muted transition-colors " +
  "hover:bg-hover hover:text-text aria-pressed:bg-active aria-pressed:text-text data-expanded:bg-active " +
  "data-expanded:text-text disabled:pointer-events-none disabled:opacity-40 pointer-coarse:h-10 sm:pointer-coarse:min-w-10 max-sm:px-1";

export type ToolbarButtonProps = {
  label: string;
  icon: JSX.Element;
  shortcut?: string;
  /** Only for what is on or off. */
  isPressed?: boolean;
  isDisabled?: boolean;
  class?: string;
  /** What it opens takes the keyboard itself. */
  opensDialog?: boolean;
  onPress: () => void;
};

export function ToolbarButton(props: ToolbarButtonProps) {
  const focus = useScreenFocus();
  return (
    <Tooltip
      as="button"
      text={props.label}
      shortcut={props.shortcut}
      placement="bottom"
      isDisabled={isAnyMenuOpen()}
      triggerProps={{
        type: "button",
        "aria-label": props.label,
        get "aria-pressed"() {
          return props.isPressed;
        },
        get disabled() {
          return props.isDisabled;
        },
        get class() {
          return classNames(toolbarButtonClass, props.class);
        },
        onMouseDown: (event: MouseEvent) => event.preventDefault(),
        onClick: (event: MouseEvent) => {
          props.onPress();
          const isByPointer = event.detail > 0;
          if (isByPointer && !props.opensDialog) focus.take();
        },
      }}
    >
      {props.icon}
    </Tooltip>
  );
}
