/** A menu that opens from a button: items, items that are links, checkable items, separators. */
import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import Check from "lucide-solid/icons/check";
import { type JSX, Show } from "solid-js";
import { classNames } from "./class-names.ts";

export type MenuProps = {
  /** Name for screen readers; the trigger's content may be an icon only. */
  label: string;
  trigger: JSX.Element;
  triggerClass: string;
  tabindex?: number;
  placement?: "bottom-start" | "bottom-end" | "top-start" | "top-end" | "right-end";
  /** Called as it opens and closes: for rows that stay lit meanwhile. */
  onOpenChange?: (isOpen: boolean) => void;
  children: JSX.Element;
};

const ITEM =
  "flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm outline-none select-none pointer-coarse:h-11 " +
  "data-[highlighted]:bg-hover data-[disabled]:opacity-50";

export const menuClass =
  "z-40 max-h-[min(26rem,calc(100dvh-1rem))] min-w-48 max-w-[min(22rem,calc(100vw-1rem))] animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop outline-none";

export function Menu(props: MenuProps) {
  return (
    <DropdownMenu
      placement={props.placement ?? "bottom-start"}
      gutter={4}
      modal={false}
      onOpenChange={props.onOpenChange}
    >
      <DropdownMenu.Trigger class={props.triggerClass} aria-label={props.label} tabindex={props.tabindex}>
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class={menuClass} onCloseAutoFocus={keepFocusOfDialog}>
          {props.children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

/** What an item opened may have the focus before the key's own effect comes: Enter would submit its form, Space be typed there. */
function keepKey(event: KeyboardEvent): void {
  if (event.key === "Enter" || event.key === " ") event.preventDefault();
}

/** The library then gives the focus to the trigger, also where an item has opened a dialog, which has it by now. */
function keepFocusOfDialog(): void {
  const held = document.activeElement;
  if (!(held instanceof HTMLElement) || !held.closest("[role=dialog], [role=alertdialog]")) return;
  queueMicrotask(() => held.focus({ preventScroll: true }));
}

export type MenuItemProps = {
  icon?: JSX.Element;
  label: string;
  hint?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
};

export function MenuItem(props: MenuItemProps) {
  return (
    <DropdownMenu.Item
      class={classNames(ITEM, props.isDanger ? "text-danger-text" : "text-text")}
      disabled={props.isDisabled}
      onSelect={props.onSelect}
      onKeyDown={keepKey}
      textValue={props.label}
    >
      <span class={classNames("flex size-4 items-center justify-center", !props.isDanger && "text-muted")}>
        {props.icon}
      </span>
      <span class="min-w-0 flex-1 truncate">{props.label}</span>
      <Show when={props.hint}>
        <span class="text-xs text-faint">{props.hint}</span>
      </Show>
    </DropdownMenu.Item>
  );
}

export type MenuCheckProps = {
  label: JSX.Element;
  name: string;
  hint?: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
};

/** Stays open, so that several can be chosen. */
export function MenuCheck(props: MenuCheckProps) {
  return (
    <DropdownMenu.CheckboxItem
      class={classNames(ITEM, "text-text")}
      checked={props.isChecked}
      closeOnSelect={false}
      onChange={props.onChange}
      onKeyDown={keepKey}
      textValue={props.name}
    >
      <span class="flex size-4 items-center justify-center text-accent-text">
        <Show when={props.isChecked}>
          <Check class="size-4" aria-hidden="true" />
        </Show>
      </span>
      <span class="min-w-0 flex-1 truncate">{props.label}</span>
      <Show when={props.hint}>
        <span class="text-xs text-faint">{props.hint}</span>
      </Show>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator class="my-1 h-px border-0 bg-line" />;
}
