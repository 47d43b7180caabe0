/** Keyboard in a list whose rows come and go with scrolling: one row is in the tab order, arrows move it, Enter acts. */
import { createMemo, createSignal } from "solid-js";

const PAGE_ROWS = 10;

export type RowFocusOptions = {
  count: () => number;
  firstShown: () => number;
  isShown: (index: number) => boolean;
  bringIntoView: (index: number) => void;
  rowId: (index: number) => string;
  onEnter: (index: number, event: KeyboardEvent) => void;
};

/** Where a key moves to from `index`, or null for keys that do not move. */
export function targetOf(key: string, index: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, index + 1);
    case "ArrowUp":
      return Math.max(0, index - 1);
    case "PageDown":
      return Math.min(last, index + PAGE_ROWS);
    case "PageUp":
      return Math.max(0, index - PAGE_ROWS);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

export function createRowFocus(options: RowFocusOptions) {
  const [current, setCurrent] = createSignal(0);
  // A row that scrolled out of existence cannot hold the tab order's place.
  const entry = createMemo(() => (options.isShown(current()) ? current() : options.firstShown()));

  const focusRow = (index: number, attempts = 5) => {
    const row = document.getElementById(options.rowId(index));
    if (row) row.focus({ preventScroll: true });
    else if (attempts > 0) requestAnimationFrame(() => focusRow(index, attempts - 1));
  };

  const indexOf = (target: EventTarget | null): number | null => {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-row-index]") : null;
    return row ? Number(row.dataset.rowIndex) : null;
  };

  const go = (target: number) => {
    setCurrent(target);
    options.bringIntoView(target);
    focusRow(target);
  };

  return {
    /** The row that holds the focus, itself or something in it; null: none does. */
    focused: () => indexOf(document.activeElement),
    /** To the next row or the one before; from elsewhere to the row in the tab order. */
    move(step: 1 | -1) {
      const index = indexOf(document.activeElement);
      if (options.count() === 0) return;
      go(index === null ? entry() : Math.min(options.count() - 1, Math.max(0, index + step)));
    },
    isInTabOrder: (index: number) => index === entry(),
    onFocusIn: (event: FocusEvent) => {
      const index = indexOf(event.target);
      if (index !== null) setCurrent(index);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const index = indexOf(event.target);
      // What a control in the row has used (a menu opens by the arrow key) is not ours.
      if (index === null || event.altKey || event.defaultPrevented) return;
      const isOnRow = event.target instanceof HTMLElement && event.target.dataset.rowIndex !== undefined;
      if (event.key === "Enter" && isOnRow) {
        event.preventDefault();
        options.onEnter(index, event);
        return;
      }
      const target = targetOf(event.key, index, options.count());
      if (target === null || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(target);
    },
  };
}
