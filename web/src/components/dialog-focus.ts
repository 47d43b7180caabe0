/** Where the focus is in a dialog: on its first field, not on the cross that closes it; and inside also when what it says changes. */
import { onCleanup, onMount } from "solid-js";

const CONTROLS = "input, select, textarea, button, a[href], [tabindex='0']";

/** @param body what stands below the title. @returns for the content's `onOpenAutoFocus` */
export function createDialogFocus(body: () => HTMLElement): (event: Event) => void {
  const focusFirst = (): boolean => {
    const first = body().querySelector<HTMLElement>("[autofocus]") ?? firstEnabled(body());
    first?.focus({ preventScroll: true });
    return first !== undefined && document.activeElement === first;
  };
  onMount(() => {
    // The button that was pressed is gone with its form: the keyboard would begin at the page's top, behind the dialog.
    const observer = new MutationObserver(() => {
      if (document.activeElement === document.body) focusFirst();
    });
    observer.observe(body(), { childList: true, subtree: true });
    onCleanup(() => observer.disconnect());
  });
  return (event) => {
    if (focusFirst()) event.preventDefault();
  };
}

function firstEnabled(body: HTMLElement): HTMLElement | undefined {
  return [...body.querySelectorAll<HTMLElement>(CONTROLS)].find(
    (element) => !element.matches(":disabled, [tabindex='-1']") && element.checkVisibility(),
  );
}
