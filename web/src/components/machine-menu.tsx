/** The ⋯ menu of a machine: everything that can be done with it. What the person may not do is absent. */
import Ellipsis from "lucide-solid/icons/ellipsis";
import Eye from "lucide-solid/icons/eye";
import Link from "lucide-solid/icons/link";
import NotebookText from "lucide-solid/icons/notebook-text";
import Pencil from "lucide-solid/icons/pencil";
import Plug from "lucide-solid/icons/plug";
import Trash from "lucide-solid/icons/trash";
import { Show } from "solid-js";
import type { Machine } from "../../../protocol/rest/people.ts";
import { useConnect } from "../state/connect.ts";
import { classNames } from "./class-names.ts";
import { copyText } from "./copy-text.ts";
import { iconButtonClass } from "./icon-button.tsx";
import { openMachineDialog } from "./machine-dialogs/dialog-state.ts";
import { Menu, MenuItem, MenuSeparator } from "./menu.tsx";
import { notify, notifyFailure } from "./toast.tsx";

export function MachineMenu(props: { machine: Machine; tabindex?: number }) {
  const connect = useConnect();
  const may = (permission: Machine["permissions"][number]) => props.machine.permissions.includes(permission);

  const copyLink = async () => {
    try {
      await copyText(`${location.origin}/machines/${props.machine.id}`);
      notify("Link copied", { detail: `It opens the page of ${props.machine.name} for those who may see it.` });
    } catch (error) {
      notifyFailure("The link was not copied", error);
    }
  };

  return (
    <Menu
      label={`Actions for ${props.machine.name}`}
      placement="bottom-end"
      tabindex={props.tabindex}
      triggerClass={classNames(iconButtonClass, "data-[expanded]:bg-hover data-[expanded]:text-text")}
      trigger={<Ellipsis class="size-4" aria-hidden="true" />}
    >
      <Show when={may("control")}>
        <MenuItem
          icon={<Plug class="size-4" />}
          label="Connect"
          isDisabled={!props.machine.online}
          hint={props.machine.online ? undefined : "Offline"}
          onSelect={() => connect(props.machine)}
        />
      </Show>
      <Show when={may("view")}>
        <MenuItem
          icon={<Eye class="size-4" />}
          label="View only"
          isDisabled={!props.machine.online}
          onSelect={() => connect(props.machine, { isViewOnly: true })}
        />
      </Show>
      <MenuSeparator />
      <MenuItem
        icon={<NotebookText class="size-4" />}
        label="Show notes"
        onSelect={() => openMachineDialog("notes", props.machine.id)}
      />
      <Show when={may("manage")}>
        <MenuItem
          icon={<Pencil class="size-4" />}
          label="Edit…"
          onSelect={() => openMachineDialog("edit", props.machine.id)}
        />
      </Show>
      <MenuItem icon={<Link class="size-4" />} label="Copy link" onSelect={copyLink} />
      <Show when={may("manage")}>
        <MenuSeparator />
        <MenuItem
          icon={<Trash class="size-4" />}
          label="Remove…"
          isDanger
          onSelect={() => openMachineDialog("remove", props.machine.id)}
        />
      </Show>
    </Menu>
  );
}
