/** Listens to the shortcuts of `state/shortcuts.ts` for as long as what asked for them is shown; never while somebody types. */
import { onCleanup, onMount } from "solid-js";
import { createKeyReader, type ShortcutName } from "../../state/shortcuts.ts";

export const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);

/** `false`: not taken, the key keeps its meaning. */
type Handler = (event: KeyboardEvent) => unknown;
export type ShortcutHandlers = Partial<Record<ShortcutName, Handler>>;

export function createShortcuts(handlers: ShortcutHandlers): void {
  const reader = createKeyReader(isApple);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || isElsewhere(event.target)) return;
    const name = reader.press(event);
    const handle = name && handlers[name];
    if (!handle || handle(event) === false) return;
    event.preventDefault();
  };
  onMount(() => document.addEventListener("keydown", onKeyDown));
  onCleanup(() => document.removeEventListener("keydown", onKeyDown));
}

/** In a field, a dialog or a menu keys mean something else. */
function isElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]")) return true;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null
  );
}
