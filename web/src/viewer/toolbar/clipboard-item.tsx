/** What of the two clipboards takes a click: send, fetch, type as keys, and whether they are kept alike by themselves. */
import Clipboard from "lucide-solid/icons/clipboard";
import ClipboardCheck from "lucide-solid/icons/clipboard-check";
import ClipboardCopy from "lucide-solid/icons/clipboard-copy";
import ClipboardPaste from "lucide-solid/icons/clipboard-paste";
import Keyboard from "lucide-solid/icons/keyboard";
import { Show } from "solid-js";
import { MenuCheck, MenuItem, MenuSeparator } from "../../components/menu.tsx";
import { useClipboard } from "../clipboard/create-clipboard.ts";
import { useViewer } from "../viewer-state.ts";
import { ToolbarMenu } from "./toolbar-menu.tsx";

const ICON = "size-4";

export function ClipboardItem() {
  const viewer = useViewer();
  const clipboard = useClipboard();
  return (
    <ToolbarMenu
      label={clipboard.waiting() ? "Clipboard: something waits to be copied here" : "Clipboard"}
      icon={
        <Show when={clipboard.waiting()} fallback={<Clipboard class={ICON} aria-hidden="true" />}>
          <ClipboardCheck class={`${ICON} text-accent-text`} aria-hidden="true" />
        </Show>
      }
    >
      <Show when={viewer.may("clipboard")}>
        <Show when={clipboard.waiting()}>
          <MenuItem
            icon={<ClipboardCheck class={ICON} />}
            label="Copy what waits to this computer"
            onSelect={clipboard.takeWaiting}
          />
          <MenuSeparator />
        </Show>
        <MenuItem
          icon={<ClipboardPaste class={ICON} />}
          label="Send this computer's clipboard"
          isDisabled={!viewer.isControlling()}
          onSelect={() => void clipboard.send()}
        />
        <MenuItem
          icon={<ClipboardCopy class={ICON} />}
          label="Fetch the machine's clipboard"
          isDisabled={!viewer.isActive()}
          onSelect={clipboard.fetch}
        />
      </Show>
      <Show when={viewer.may("control")}>
        <MenuItem
          icon={<Keyboard class={ICON} />}
          label="Type as keys…"
          isDisabled={!viewer.isControlling()}
          onSelect={() => clipboard.setTypingAsked(true)}
        />
      </Show>
      <Show when={viewer.may("clipboard")}>
        <MenuSeparator />
        <MenuCheck
          name="Keep both alike"
          label="Keep both alike"
          isChecked={clipboard.isShared()}
          onChange={clipboard.setShared}
        />
      </Show>
    </ToolbarMenu>
  );
}
