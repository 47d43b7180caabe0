/** The ⋯ of a machine. Only a button: a list of thousands makes and throws away dozens of them a second as it scrolls. */
import Ellipsis from "lucide-solid/icons/ellipsis";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { classNames } from "../class-names.ts";
import { iconButtonClass } from "../icon-button.tsx";
import { openMenu, setOpenMenu } from "./menu-state.ts";

export function MachineMenuButton(props: { machine: Machine; tabindex?: number }) {
  const isOpen = () => openMenu()?.machineId === props.machine.id;
  const toggle = (button: HTMLButtonElement) => setOpenMenu(isOpen() ? null : { machineId: props.machine.id, button });
  return (
    <button
      type="button"
      id={`machine-menu-${props.machine.id}`}
      aria-haspopup="menu"
      aria-expanded={isOpen()}
      aria-label={`Actions for ${props.machine.name}`}
      tabindex={props.tabindex}
      class={classNames(iconButtonClass, "aria-expanded:bg-hover aria-expanded:text-text")}
      onClick={(event) => toggle(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" || isOpen()) return;
        event.preventDefault();
        toggle(event.currentTarget);
      }}
    >
      <Ellipsis class="size-4" aria-hidden="true" />
    </button>
  );
}
