/** Keeps the keyboard where it works: what had the focus and is gone leaves it near its place, not at the top of the page. */
import { onCleanup } from "solid-js";

const CONTROLS = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex='0']";
/** A dialog or menu that closes, and a page that comes, set the focus themselves, a task later. */
const CHECK_AFTER_MS = 50;

export function keepFocus(): void {
  /** What had the focus last, and all around it. */
  let path: readonly EventTarget[] = [];
  // Who has just signed in did so by some key or press; a page that is loaded begins at its top, as ever.
  let isByKeyboard = navigator.userActivation?.hasBeenActive === true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isLost = () => isByKeyboard && document.activeElement === document.body && document.hasFocus();
  const check = () => {
    timer = undefined;
    // A dialog keeps its own, and is closed by a focus outside.
    if (isLost() && !document.querySelector("[role=dialog], [role=alertdialog]"))
      nearest(path)?.focus({ preventScroll: true });
  };
  // Browsers tell of no loss where the element itself goes, or is disabled.
  const observer = new MutationObserver(() => {
    if (isLost()) timer ??= setTimeout(check, CHECK_AFTER_MS);
  });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });

  const aborting = new AbortController();
  const capture = { capture: true, signal: aborting.signal };
  const setByKeyboard = (isSo: boolean) => () => {
    isByKeyboard = isSo;
  };
  document.addEventListener("keydown", setByKeyboard(true), capture);
  document.addEventListener("pointerdown", setByKeyboard(false), capture);
  document.addEventListener(
    "focusin",
    (event) => {
      path = event.composedPath();
    },
    capture,
  );
  onCleanup(() => {
    observer.disconnect();
    aborting.abort();
    clearTimeout(timer);
  });
}

/** The first control in the closest of what was around it that is still there; the page as a whole where that is all. */
function nearest(path: readonly EventTarget[]): HTMLElement | null {
  for (const around of path) {
    if (!(around instanceof HTMLElement) || !around.isConnected) continue;
    if (around === document.body || around.id === "main") break;
    const control = [...around.querySelectorAll<HTMLElement>(CONTROLS)].find((one) => one.checkVisibility());
    if (control) return control;
  }
  return document.getElementById("main");
}
