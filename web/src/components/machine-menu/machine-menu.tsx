/** The ⋯ menu of a machine: everything that can be done with it. What the person may not do is absent. */
import { Content, Portal, Root } from "@kobalte/core/dropdown-menu";
import { useQuery } from "@tanstack/solid-query";
import CircleArrowUp from "lucide-solid/icons/circle-arrow-up";
import Code from "lucide-solid/icons/code-xml";
import Eye from "lucide-solid/icons/eye";
import FolderClosed from "lucide-solid/icons/folder-closed";
import Link from "lucide-solid/icons/link";
import NotebookText from "lucide-solid/icons/notebook-text";
import Pencil from "lucide-solid/icons/pencil";
import Plug from "lucide-solid/icons/plug";
import Power from "lucide-solid/icons/power";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import Trash from "lucide-solid/icons/trash";
import UserPlus from "lucide-solid/icons/user-plus";
import { For, onCleanup, onMount, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { useCanUpdateAgent, useUpdateAgent } from "../../state/agent-update.ts";
import { useConnect } from "../../state/connect.ts";
import { copyMachineLink } from "../../state/copy-machine-link.ts";
import { useJoin } from "../../state/join.ts";
import { useScriptRun } from "../../state/script-run.ts";
import { keyWords, type ShortcutName } from "../../state/shortcuts.ts";
import { canWake, useWake } from "../../state/wake.ts";
import { openMachineDialog } from "../machine-dialogs/dialog-state.ts";
import { MenuItem, MenuSeparator, menuClass } from "../menu.tsx";
import { isApple } from "../shortcuts/create-shortcuts.ts";
import { type OpenMenu, openMenu, setOpenMenu } from "./menu-state.ts";

/** Once in the shell; the buttons (menu-button.tsx) say for which machine. */
export function MachineMenu() {
  const machines = useQuery(machinesQuery);
  const machineOf = (menu: OpenMenu) => answerOf(machines)?.find(({ id }) => id === menu.machineId);
  return (
    <Show when={openMenu()} keyed>
      {(menu) => <Show when={machineOf(menu)}>{(machine) => <OpenMachineMenu {...menu} machine={machine()} />}</Show>}
    </Show>
  );
}

function OpenMachineMenu(props: OpenMenu & { machine: Machine }) {
  const { button } = props;
  const close = () => setOpenMenu(null);
  const holdsButton = (event: Event) => event.target instanceof Node && button.contains(event.target);
  onMount(() => {
    // The button moves with what scrolls, or is gone from the list; the menu would stay.
    document.addEventListener("scroll", close, true);
    onCleanup(() => document.removeEventListener("scroll", close, true));
  });
  return (
    <Root
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      getAnchorRect={() => button.getBoundingClientRect()}
      placement="bottom-end"
      gutter={4}
      modal={false}
    >
      <Portal>
        <Content
          class={menuClass}
          aria-labelledby={button.id}
          onInteractOutside={(event) => {
            // A press on the button closes by the button's own click.
            if (holdsButton(event.detail.originalEvent)) event.preventDefault();
          }}
          onCloseAutoFocus={() => {
            // Where the menu was closed by a click elsewhere, the focus is there.
            if (document.activeElement === document.body) button.focus({ preventScroll: true });
          }}
        >
          <MachineActions machine={props.machine} isOfRow={button.closest("[data-row-index]") !== null} />
        </Content>
      </Portal>
    </Root>
  );
}

/** What is worked with in the viewer beside the screen, or without one. */
const PANELS = [
  { panel: "terminal", label: "Terminal", needs: "terminal", icon: SquareTerminal, shortcut: "terminal" },
  { panel: "files", label: "Files", needs: "files_read", icon: FolderClosed, shortcut: undefined },
] as const;

/** The keys do the same without the menu; Enter only where a row or card has the focus. */
const keys = (name: ShortcutName | undefined) => name && keyWords(name, isApple);

function MachineActions(props: { machine: Machine; isOfRow: boolean }) {
  const connect = useConnect();
  const wake = useWake();
  const runScript = useScriptRun();
  const canUpdate = useCanUpdateAgent();
  const updateAgent = useUpdateAgent();
  const may = (permission: Machine["permissions"][number]) => props.machine.permissions.includes(permission);

  return (
    <>
      <Show when={may("control")}>
        <MenuItem
          icon={<Plug class="size-4" />}
          label="Connect"
          isDisabled={!props.machine.online}
          hint={props.machine.online ? keys(props.isOfRow ? "connect" : undefined) : "Offline"}
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
      <For each={PANELS}>
        {({ panel, label, needs, icon: Icon, shortcut }) => (
          <Show when={may("view") && may(needs)}>
            <MenuItem
              icon={<Icon class="size-4" />}
              label={label}
              hint={props.machine.online ? keys(shortcut) : undefined}
              isDisabled={!props.machine.online}
              onSelect={() => connect(props.machine, { panel })}
            />
          </Show>
        )}
      </For>
      <Show when={may("scripts")}>
        <MenuItem
          icon={<Code class="size-4" />}
          label="Run script…"
          onSelect={() => runScript({ machineIds: [props.machine.id] })}
        />
      </Show>
      <Show when={canWake(props.machine)}>
        <MenuItem icon={<Power class="size-4" />} label="Wake and connect" onSelect={() => wake(props.machine)} />
      </Show>
      <Show when={may("view")}>
        <JoinItems machine={props.machine} />
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
          hint={keys("edit")}
          onSelect={() => openMachineDialog("edit", props.machine.id)}
        />
      </Show>
      <Show when={canUpdate(props.machine)}>
        <MenuItem
          icon={<CircleArrowUp class="size-4" />}
          label="Update agent"
          onSelect={() => void updateAgent(props.machine)}
        />
      </Show>
      <MenuItem
        icon={<Link class="size-4" />}
        label="Copy link"
        hint={keys("copyLink")}
        onSelect={() => copyMachineLink(props.machine)}
      />
      <Show when={may("manage")}>
        <MenuSeparator />
        <MenuItem
          icon={<Trash class="size-4" />}
          label="Remove…"
          isDanger
          onSelect={() => openMachineDialog("remove", props.machine.id)}
        />
      </Show>
    </>
  );
}

/** The sessions that run on it, to be joined: Connect makes one beside them. */
function JoinItems(props: { machine: Machine }) {
  const join = useJoin();
  return (
    <For each={props.machine.active_sessions}>
      {({ session_id, user_name }) => (
        <>
          <MenuSeparator />
          <Show when={props.machine.permissions.includes("control")}>
            <MenuItem
              icon={<UserPlus class="size-4" />}
              label={`Join ${user_name}`}
              onSelect={() => join(session_id, props.machine.name)}
            />
          </Show>
          <MenuItem
            icon={<Eye class="size-4" />}
            label={`Join ${user_name}, view only`}
            onSelect={() => join(session_id, props.machine.name, true)}
          />
        </>
      )}
    </For>
  );
}
