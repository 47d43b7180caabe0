/** The person at the foot of the rail: theme and sign-out. */
import { useQueryClient } from "@tanstack/solid-query";
import Keyboard from "lucide-solid/icons/keyboard";
import Laptop from "lucide-solid/icons/laptop";
import LogOut from "lucide-solid/icons/log-out";
import Moon from "lucide-solid/icons/moon";
import Sun from "lucide-solid/icons/sun";
import { Show } from "solid-js";
import { leave } from "../../state/leave.ts";
import { keyWords } from "../../state/shortcuts.ts";
import { useMe } from "../../state/signed-in.tsx";
import { setTheme, theme } from "../../state/theme.ts";
import { Avatar } from "../avatar.tsx";
import { classNames } from "../class-names.ts";
import { Menu, MenuItem, MenuSeparator } from "../menu.tsx";
import { isApple } from "../shortcuts/create-shortcuts.ts";
import { openShortcutSheet } from "../shortcuts/shortcut-sheet.tsx";

export function AccountMenu(props: { isFolded: boolean }) {
  const me = useMe();
  const client = useQueryClient();
  const chosen = (name: string) => (theme() === name ? "✓" : undefined);
  return (
    <Menu
      label={`Account of ${me().name}`}
      placement={props.isFolded ? "right-end" : "top-start"}
      triggerClass={classNames(
        "flex h-10 items-center gap-2 rounded-md text-left text-sm transition-colors hover:bg-hover data-[expanded]:bg-hover",
        props.isFolded ? "w-10 justify-center" : "px-2",
      )}
      trigger={
        <>
          <Avatar name={me().name} />
          <Show when={!props.isFolded}>
            <span class="min-w-0 flex-1 truncate">{me().name}</span>
          </Show>
        </>
      }
    >
      <div class="px-2 py-1.5">
        <div class="truncate text-sm font-medium">{me().name}</div>
        <div class="truncate text-xs text-muted">{me().email}</div>
      </div>
      <MenuSeparator />
      <MenuItem
        icon={<Laptop class="size-4" />}
        label="System theme"
        hint={chosen("system")}
        onSelect={() => setTheme("system")}
      />
      <MenuItem
        icon={<Sun class="size-4" />}
        label="Light theme"
        hint={chosen("light")}
        onSelect={() => setTheme("light")}
      />
      <MenuItem
        icon={<Moon class="size-4" />}
        label="Dark theme"
        hint={chosen("dark")}
        onSelect={() => setTheme("dark")}
      />
      <MenuSeparator />
      <MenuItem
        icon={<Keyboard class="size-4" />}
        label="Keyboard shortcuts"
        hint={keyWords("help", isApple)}
        onSelect={openShortcutSheet}
      />
      <MenuItem icon={<LogOut class="size-4" />} label="Sign out" onSelect={() => leave(client)} />
    </Menu>
  );
}
