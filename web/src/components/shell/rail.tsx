/** The left rail: pages, search, who is signed in. Folds to icons by choice, and by itself where the window is narrow. */
import { A } from "@solidjs/router";
import PanelLeft from "lucide-solid/icons/panel-left";
import Search from "lucide-solid/icons/search";
import { createMemo, For, Show } from "solid-js";
import { branding } from "../../state/branding.ts";
import { createMediaQuery } from "../../state/media-query.ts";
import { createPreference } from "../../state/preference.ts";
import { keyWords, SHORTCUTS, type ShortcutName, shortcutTo } from "../../state/shortcuts.ts";
import { useMe } from "../../state/signed-in.tsx";
import { classNames } from "../class-names.ts";
import { IconButton } from "../icon-button.tsx";
import { Logo } from "../logo.tsx";
import { openPalette, paletteShortcut } from "../palette/palette-state.ts";
import { isApple } from "../shortcuts/create-shortcuts.ts";
import { Tooltip } from "../tooltip.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { type Destination, destinationsFor } from "./navigation.ts";

const railChoice = createPreference<"open" | "folded">("rail", ["open", "folded"], "open");

export function Rail() {
  const me = useMe();
  const isWide = createMediaQuery("(min-width: 1024px)");
  const isFolded = createMemo(() => !isWide() || railChoice.value() === "folded");
  const part = (name: Destination["part"]) => destinationsFor(me()).filter((destination) => destination.part === name);

  return (
    <nav
      aria-label="Pages"
      class={classNames(
        "flex shrink-0 flex-col gap-1 border-r border-line bg-sunken p-2 max-md:hidden",
        isFolded() ? "w-14 items-center" : "w-56",
      )}
    >
      <div class={classNames("mb-1 flex h-10 items-center gap-2", isFolded() ? "justify-center" : "pl-2")}>
        <Logo class="size-6 shrink-0" />
        <Show when={!isFolded()}>
          <span class="min-w-0 flex-1 truncate text-sm font-semibold">{branding().name}</span>
          <FoldButton />
        </Show>
      </div>
      <Show when={isFolded() && isWide()}>
        <FoldButton />
      </Show>
      <SearchButton isFolded={isFolded()} />
      <div class="h-2" />
      <For each={part("main")}>{(destination) => <RailLink {...destination} isFolded={isFolded()} />}</For>
      <Show when={part("admin").length > 0}>
        <Show when={!isFolded()} fallback={<div class="my-2 h-px w-6 bg-line" />}>
          <h2 class="mt-4 mb-1 px-2 text-xs font-medium text-faint">Admin</h2>
        </Show>
        <For each={part("admin")}>{(destination) => <RailLink {...destination} isFolded={isFolded()} />}</For>
      </Show>
      <div class="flex-1" />
      <For each={part("own")}>{(destination) => <RailLink {...destination} isFolded={isFolded()} />}</For>
      <AccountMenu isFolded={isFolded()} />
    </nav>
  );
}

function FoldButton() {
  const isOpen = () => railChoice.value() === "open";
  return (
    <IconButton
      label={isOpen() ? "Fold the rail" : "Open the rail"}
      tooltipPlacement="right"
      aria-expanded={isOpen()}
      onClick={() => railChoice.set(isOpen() ? "folded" : "open")}
      icon={<PanelLeft class="size-4" aria-hidden="true" />}
    />
  );
}

function SearchButton(props: { isFolded: boolean }) {
  return (
    <Show
      when={!props.isFolded}
      fallback={
        <IconButton
          label="Search everything"
          shortcut={paletteShortcut}
          tooltipPlacement="right"
          class="size-9"
          onClick={openPalette}
          icon={<Search class="size-4" aria-hidden="true" />}
        />
      }
    >
      <button
        type="button"
        onClick={openPalette}
        class="flex h-8 items-center gap-2 rounded-md border border-line bg-panel px-2 text-sm text-muted transition-colors hover:text-text pointer-coarse:h-10"
      >
        <Search class="size-4" aria-hidden="true" />
        <span class="flex-1 text-left">Search</span>
        <kbd class="font-sans text-xs text-faint">{paletteShortcut}</kbd>
      </button>
    </Show>
  );
}

function RailLink(props: Destination & { isFolded: boolean }) {
  const goTo = () => shortcutTo(props.path);
  return (
    <Tooltip
      as={A}
      text={props.isFolded ? props.label : goToWords(goTo())}
      shortcut={keysOf(goTo())}
      placement="right"
      isDisabled={!props.isFolded && !goTo()}
      triggerProps={{
        href: props.path,
        // Also of the pages below it.
        activeClass: "bg-active font-medium text-text",
        inactiveClass: "text-muted hover:bg-hover hover:text-text",
        class: classNames(
          "flex h-8 items-center gap-2.5 rounded-md text-sm transition-colors pointer-coarse:h-10",
          props.isFolded ? "w-9 justify-center" : "px-2",
        ),
        "aria-label": props.isFolded ? props.label : undefined,
      }}
    >
      <props.icon class="size-4" aria-hidden="true" />
      <Show when={!props.isFolded}>{props.label}</Show>
    </Tooltip>
  );
}

const goToWords = (name: ShortcutName | undefined) => name && SHORTCUTS[name].label;
const keysOf = (name: ShortcutName | undefined) => name && keyWords(name, isApple);
