/** A button that is only an icon: its name is for screen readers and in the tooltip. */
import { type ComponentProps, type JSX, splitProps } from "solid-js";
import { classNames } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  label: string;
  icon: JSX.Element;
  shortcut?: string;
  tooltipPlacement?: "top" | "bottom" | "left" | "right";
};

export const iconButtonClass =
  "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover " +
  "hover:text-text disabled:pointer-events-none disabled:opacity-50 pointer-coarse:size-10";

export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ["label", "icon", "shortcut", "tooltipPlacement", "class"]);
  return (
    <Tooltip
      as="button"
      text={own.label}
      shortcut={own.shortcut}
      placement={own.tooltipPlacement}
      triggerProps={{ type: "button", ...rest, "aria-label": own.label, class: classNames(iconButtonClass, own.class) }}
    >
      {own.icon}
    </Tooltip>
  );
}
