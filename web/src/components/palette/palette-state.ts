/** Whether the command palette is open, and the keys that open it. */
import { createSignal } from "solid-js";

const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);
export const paletteShortcut = isApple ? "⌘K" : "Ctrl K";

export const [isPaletteOpen, setIsPaletteOpen] = createSignal(false);

export function openPalette(): void {
  setIsPaletteOpen(true);
}

export function isPaletteKey(event: KeyboardEvent): boolean {
  const isModified = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return isModified && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
}
