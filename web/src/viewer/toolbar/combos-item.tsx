/** Combinations of keys that the browser or its system keeps for itself, and the technician's own. */
import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import ChevronRight from "lucide-solid/icons/chevron-right";
import Command from "lucide-solid/icons/command";
import { createSignal, For, Show } from "solid-js";
import { MenuItem, MenuSeparator, menuClass } from "../../components/menu.tsx";
import { useViewer } from "../viewer-state.ts";
import { CustomComboDialog } from "./custom-combo-dialog.tsx";
import { CONSOLES, KEY_COMBOS, type KeyCombo } from "./key-combos.ts";
import { ownCombos } from "./own-combos.ts";
import { ToolbarMenu } from "./toolbar-menu.tsx";

const ICON = "size-4";

export function CombosItem() {
  const viewer = useViewer();
  const [isCustomAsked, setIsCustomAsked] = createSignal(false);
  const send = ({ keys }: KeyCombo) => viewer.sendInput({ type: "exec_key_combo", keys: [...keys] });
  return (
    <>
      <ToolbarMenu
        label="Ctrl+Alt+Del and other keys"
        icon={<Command class={ICON} aria-hidden="true" />}
        isDisabled={!viewer.isControlling()}
      >
        <For each={KEY_COMBOS}>
          {(group) => (
            <>
              <For each={group}>
                {(combo) => <MenuItem label={combo.label} hint={combo.hint} onSelect={() => send(combo)} />}
              </For>
              <MenuSeparator />
            </>
          )}
        </For>
        <Consoles onSelect={send} />
        <Show when={ownCombos().length > 0}>
          <MenuSeparator />
          <For each={ownCombos()}>{(combo) => <MenuItem label={combo.label} onSelect={() => send(combo)} />}</For>
        </Show>
        <MenuItem label="Other keys…" onSelect={() => setIsCustomAsked(true)} />
      </ToolbarMenu>
      <CustomComboDialog
        isOpen={isCustomAsked() && viewer.isControlling()}
        onClose={() => setIsCustomAsked(false)}
        onSend={send}
      />
    </>
  );
}

function Consoles(props: { onSelect: (combo: KeyCombo) => void }) {
  return (
    <DropdownMenu.Sub gutter={4}>
      <DropdownMenu.SubTrigger class="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm text-text outline-none select-none data-[highlighted]:bg-hover data-[expanded]:bg-hover pointer-coarse:h-11">
        <span class="size-4" />
        <span class="min-w-0 flex-1">Ctrl+Alt+F1 … F12</span>
        <span class="text-faint text-xs">Consoles</span>
        <ChevronRight class="size-3.5 text-muted" aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent class={menuClass}>
          <For each={CONSOLES}>
            {(combo) => <MenuItem label={combo.label} onSelect={() => props.onSelect(combo)} />}
          </For>
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
