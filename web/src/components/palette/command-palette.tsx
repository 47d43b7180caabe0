/** Ctrl/Cmd-K: finds pages, actions and machines by a few letters; Enter does it. */
import { Content, Overlay, Portal, Root, Title } from "@kobalte/core/dialog";
import Search from "lucide-solid/icons/search";
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { classNames } from "../class-names.ts";
import { overlayClass } from "../dialog.tsx";
import { focusWhenShown } from "../focus-when-shown.ts";
import { createReturnFocus } from "../return-focus.ts";
import { Keys } from "../shortcuts/keys.tsx";
import { type Command, useCommands } from "./commands.tsx";
import { isPaletteKey, isPaletteOpen, setIsPaletteOpen } from "./palette-state.ts";
import { noteCommand } from "./recent-commands.ts";

const MAX_SHOWN = 50;

export function CommandPalette() {
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      setIsPaletteOpen((isOpen) => !isOpen);
    };
    document.addEventListener("keydown", onKey);
    onCleanup(() => document.removeEventListener("keydown", onKey));
  });
  return (
    <Root open={isPaletteOpen()} onOpenChange={setIsPaletteOpen}>
      <Portal>
        <Overlay class={overlayClass} />
        <PalettePanel />
      </Portal>
    </Root>
  );
}

function PalettePanel() {
  const returnFocus = createReturnFocus();
  return (
    <div class="fixed inset-x-0 top-0 z-40 flex justify-center p-4 sm:pt-[12vh]">
      <Content
        class="w-full max-w-xl animate-rise overflow-hidden rounded-xl border border-line bg-raised shadow-pop outline-none"
        onCloseAutoFocus={returnFocus}
      >
        <Title class="sr-only">Search everything</Title>
        <PaletteBody />
      </Content>
    </div>
  );
}

function PaletteBody() {
  // At once, before the library does: who types on without a pause loses no letter. Over a dialog, which a focus outside would
  // close, when the library has noted that there is one more.
  const isOverDialog = document.querySelector("[role=dialog], [role=alertdialog]") !== null;
  const findCommand = useCommands();
  const [query, setQuery] = createSignal("");
  const [active, setActive] = createSignal(0);
  const found = createMemo(() => findCommand(query(), MAX_SHOWN));
  createEffect(on(query, () => setActive(0), { defer: true }));
  createEffect(() => {
    const index = active();
    document.getElementById(`palette-${index}`)?.scrollIntoView({ block: "nearest" });
  });

  const run = (command: Command | undefined) => {
    if (!command) return;
    setIsPaletteOpen(false);
    noteCommand(command.id);
    command.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const count = found().length;
    if (event.key === "ArrowDown" && count > 0) setActive((index) => (index + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) setActive((index) => (index + count - 1) % count);
    else if (event.key === "Enter" && !event.isComposing) run(found()[active()]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div class="flex h-12 items-center gap-3 border-b border-line px-4">
        <Search class="size-4 shrink-0 text-faint" aria-hidden="true" />
        <input
          ref={(field) => isOverDialog || focusWhenShown(field)}
          class="h-full min-w-0 flex-1 bg-transparent text-base outline-none"
          placeholder="Machine, page or action…"
          aria-label="Search machines, pages and actions"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found().length > 0 ? `palette-${active()}` : undefined}
          autocomplete="off"
          spellcheck={false}
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <kbd class="rounded-sm border border-line px-1.5 font-sans text-xs text-faint max-sm:hidden">Esc</kbd>
      </div>
      <div id="palette-list" role="listbox" aria-label="Results" class="max-h-[min(400px,60vh)] overflow-y-auto p-1.5">
        <For each={found()}>
          {(command, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, as in every combobox
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field; the option is aria-activedescendant
            <div
              id={`palette-${index()}`}
              role="option"
              aria-selected={index() === active()}
              class={classNames(
                "flex h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 text-sm pointer-coarse:h-11",
                index() === active() && "bg-hover",
              )}
              onPointerMove={() => setActive(index())}
              onClick={() => run(command)}
            >
              <span class="flex size-4 items-center justify-center text-muted">{command.icon()}</span>
              <span class="min-w-0 flex-1 truncate">{command.label}</span>
              <span class="shrink-0 text-xs text-faint">{command.hint}</span>
              <Show when={command.shortcut}>{(name) => <Keys name={name()} />}</Show>
            </div>
          )}
        </For>
      </div>
      <Show when={found().length === 0}>
        <p class="px-4 pb-6 text-center text-sm text-muted" role="status">
          Nothing fits “{query()}”. Try a part of a machine's name, or a tag.
        </p>
      </Show>
    </>
  );
}
