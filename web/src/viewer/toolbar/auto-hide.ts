/** In fullscreen the toolbar leaves after a while, and comes back when the pointer goes to the top edge. */
import { type Accessor, createEffect, createSignal, onCleanup } from "solid-js";

const HIDE_AFTER_MS = 3_000;
/** Height of the strip that brings it back, in CSS pixels. */
const STRIP = 56;

/** @param mayHide only in fullscreen, and only over a live picture */
export function createAutoHide(toolbar: () => HTMLElement, mayHide: Accessor<boolean>): Accessor<boolean> {
  const [isHidden, setIsHidden] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isInUse = () =>
    toolbar().matches(":hover, :focus-within") || toolbar().querySelector("[data-expanded]") !== null;
  const show = () => {
    setIsHidden(false);
    clearTimeout(timer);
    if (mayHide()) timer = setTimeout(() => (isInUse() ? show() : setIsHidden(true)), HIDE_AFTER_MS);
  };
  const follow = (event: PointerEvent) => {
    if (event.clientY <= STRIP) show();
  };

  createEffect(() => {
    mayHide();
    show();
  });
  window.addEventListener("pointermove", follow, { passive: true });
  window.addEventListener("pointerdown", follow, { passive: true });
  const onFocus = () => isInUse() && show();
  window.addEventListener("focusin", onFocus);
  onCleanup(() => {
    clearTimeout(timer);
    window.removeEventListener("pointermove", follow);
    window.removeEventListener("pointerdown", follow);
    window.removeEventListener("focusin", onFocus);
  });
  return isHidden;
}
