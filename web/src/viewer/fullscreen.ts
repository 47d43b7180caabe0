/** Fullscreen of the whole page (menus and notices included), with the browser's own shortcuts going to the machine. */
import { type Accessor, createSignal, onCleanup } from "solid-js";

export type Fullscreen = { isOn: Accessor<boolean>; isPossible: boolean; toggle: () => Promise<void> };

/** Keyboard Lock API: Alt+Tab, Ctrl+W, Escape and the like reach the page. Only in Chromium, only in fullscreen. */
type LockableKeyboard = { lock?: () => Promise<void> };

export function createFullscreen(): Fullscreen {
  const [isOn, setIsOn] = createSignal(document.fullscreenElement !== null);
  const follow = () => setIsOn(document.fullscreenElement !== null);
  document.addEventListener("fullscreenchange", follow);
  onCleanup(() => {
    document.removeEventListener("fullscreenchange", follow);
    if (document.fullscreenElement) void document.exitFullscreen();
  });
  return {
    isOn,
    isPossible: document.fullscreenEnabled,
    async toggle() {
      if (document.fullscreenElement) return await document.exitFullscreen();
      await document.documentElement.requestFullscreen({ navigationUI: "hide" });
      await lockKeyboard();
    },
  };
}

async function lockKeyboard(): Promise<void> {
  const { keyboard } = navigator as Navigator & { keyboard?: LockableKeyboard };
  try {
    await keyboard?.lock?.();
  } catch (error) {
    // Refused by policy: everything works but the browser's own shortcuts, which the combos menu offers.
    console.warn("the browser keeps its own shortcuts", error);
  }
}
