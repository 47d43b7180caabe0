/** Where the keyboard is: on the remote screen, or elsewhere in this page. The screen registers its field here. */
import { createContext, createSignal, useContext } from "solid-js";

export function createScreenFocus() {
  const [hasKeyboard, setHasKeyboard] = createSignal(false);
  const [isTypingByTouch, setTypingByTouch] = createSignal(false);
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
    /** Touch devices: the on-screen keyboard is wanted, and the row of keys that it lacks. */
    isTypingByTouch,
    /** Brings up the on-screen keyboard, or puts it away. */
    toggleOnScreenKeyboard(): void {
      if (!field) return;
      setTypingByTouch(!isTypingByTouch());
      field.inputMode = isTypingByTouch() ? "text" : "none";
      // Browsers look at the mode when the field gets the focus.
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
