/** Buttons, and the look of a button for links. */
import LoaderCircle from "lucide-solid/icons/loader-circle";
import { type ComponentProps, createSignal, Show, splitProps } from "solid-js";
import { classNames } from "./class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-panel text-text hover:bg-hover border-line",
  ghost: "bg-transparent text-muted hover:bg-hover hover:text-text border-transparent",
  danger: "bg-danger text-on-accent hover:bg-danger-hover border-transparent",
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
  sm: "h-7 px-2.5 text-xs gap-1.5 pointer-coarse:h-9 pointer-coarse:px-3",
  md: "h-8 px-3 text-sm gap-2 pointer-coarse:h-10",
  lg: "h-10 px-4 text-base gap-2",
};

export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return classNames(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-50",
    VARIANTS[variant],
    SIZES[size],
  );
}

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Work is under way: shows it, and takes no second click. */
  isBusy?: boolean;
};

/**
 * One that has the focus keeps it when it goes off: a disabled control has none, and the keyboard would begin at the page's top.
 * It says that it is off, takes no press, and is really disabled once the focus has gone elsewhere.
 */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ["variant", "size", "isBusy", "class", "children", "disabled"]);
  const [hasFocus, setHasFocus] = createSignal(false);
  const isOff = () => Boolean(own.disabled || own.isBusy);
  return (
    <button
      type="button"
      {...rest}
      disabled={isOff() && !hasFocus()}
      aria-disabled={isOff() && hasFocus() ? "true" : undefined}
      aria-busy={own.isBusy ? "true" : undefined}
      class={classNames(buttonClass(own.variant, own.size), own.class)}
      on:focus={() => setHasFocus(true)}
      on:blur={() => setHasFocus(false)}
      on:click={(event) => {
        if (!isOff()) return;
        // Also of Enter in a field, which browsers make a press of the form's button.
        event.preventDefault();
        event.stopImmediatePropagation();
      }}
    >
      <Show when={own.isBusy}>
        <LoaderCircle class="size-3.5 animate-turn" aria-hidden="true" />
      </Show>
      {own.children}
    </button>
  );
}
