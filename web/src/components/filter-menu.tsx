/** A choice that narrows a list, as a button that says what is chosen and opens a menu. */
import ChevronDown from "lucide-solid/icons/chevron-down";
import type { JSX } from "solid-js";
import { classNames } from "./class-names.ts";
import { Menu } from "./menu.tsx";

export const filterButtonClass =
  "inline-flex h-8 max-w-52 shrink-0 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 text-xs font-medium " +
  "text-muted transition-colors hover:bg-hover hover:text-text data-[expanded]:bg-hover pointer-coarse:h-10";

export function FilterMenu(props: { label: string; value: string; children: JSX.Element }) {
  return (
    <Menu
      label={props.value ? `${props.label}: ${props.value}` : props.label}
      triggerClass={classNames(filterButtonClass, props.value && "border-line-strong text-text")}
      trigger={
        <>
          <span class="truncate">{props.value || props.label}</span>
          <ChevronDown class="size-3.5 shrink-0" aria-hidden="true" />
        </>
      }
    >
      {props.children}
    </Menu>
  );
}
