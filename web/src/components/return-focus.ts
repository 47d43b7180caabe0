/** Gives the focus back when a dialog closes: ours open by state and have no trigger of their own that the library could return to. */

let wanted: HTMLElement | null = null;

/** What a dialog made is worked with next: the focus goes there when it closes. */
export function focusAfterDialog(element: HTMLElement): void {
  wanted = element;
}

/** Call as the dialog's content is made; the answer goes to its `onCloseAutoFocus`. */
export function createReturnFocus(): (event: Event) => void {
  const before = openerOf(document.activeElement);
  return (event) => {
    event.preventDefault();
    // What it did may have opened another dialog, which has the focus by now.
    const closing = event.currentTarget;
    const other = document.activeElement?.closest("[role=dialog], [role=alertdialog]");
    if (other && !(closing instanceof Node && closing.contains(other))) return;
    const next = wanted?.isConnected ? wanted : before;
    wanted = null;
    const target = next?.isConnected ? next : document.getElementById("main");
    target?.focus({ preventScroll: true });
  };
}

/** A menu's item is gone with its menu: the button that opened the menu stands for it. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest("[role=menu]");
  const opener = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : element;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
