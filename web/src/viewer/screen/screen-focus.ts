/** Where the keyboard is: on the remote screen, or elsewhere in this page. The screen registers its field here. */
import { createContext, createSignal, useContext } from "solid-js";

export function createScreenFocus() {
  const [hasKeyboard, setHasKeyboard] = createSignal(false);
  let field: HTMLTextAreaElement | null = null;
  let leaveToToolbar: () => void = () => undefined;
  return {
    hasKeyboard,
    setHasKeyboard,
    register(element: HTMLTextAreaElement): void {
      field = element;
    },
    /** Gives the keyboard to the remote screen. */
    take(): void {
      field?.focus({ preventScroll: true });
    },
    /** On touch devices: also brings up the on-screen keyboard. */
    takeWithOnScreenKeyboard(): void {
      if (!field) return;
      field.inputMode = "text";
      field.blur();
      field.focus({ preventScroll: true });
    },
    onLeaveToToolbar(leave: () => void): void {
      leaveToToolbar = leave;
    },
    leaveToToolbar: () => leaveToToolbar(),
  };
}

export type ScreenFocus = ReturnType<typeof createScreenFocus>;

const ScreenFocusContext = createContext<ScreenFocus>();
export const ScreenFocusProvider = ScreenFocusContext.Provider;

export function useScreenFocus(): ScreenFocus {
  const focus = useContext(ScreenFocusContext);
  if (!focus) throw new Error("useScreenFocus outside a session's page");
  return focus;
}
