/** What the browser does on its own between documents, done between pages: scroll position, and focus on the new page. */
import { useLocation } from "@solidjs/router";
import { createEffect, on, onCleanup } from "solid-js";

/** `area` is the element that scrolls beneath every page. */
export function followPageChanges(area: () => HTMLElement | null): void {
  const location = useLocation();
  const positions = new Map<string, number>();
  let isBack = false;
  const noteBack = () => {
    isBack = true;
  };
  window.addEventListener("popstate", noteBack);
  onCleanup(() => window.removeEventListener("popstate", noteBack));

  createEffect(() => {
    const element = area();
    if (!element) return;
    const remember = () => positions.set(location.pathname, element.scrollTop);
    element.addEventListener("scroll", remember, { passive: true });
    onCleanup(() => element.removeEventListener("scroll", remember));
  });

  createEffect(
    on(
      () => location.pathname,
      (path) => {
        const element = area();
        if (!element) return;
        element.scrollTop = isBack ? (positions.get(path) ?? 0) : 0;
        isBack = false;
        // A page may have taken the focus to a field of its own.
        if (!element.contains(document.activeElement)) element.focus({ preventScroll: true });
      },
      { defer: true },
    ),
  );
}
