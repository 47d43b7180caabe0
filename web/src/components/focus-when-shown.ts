/** For `ref` of the field that a step begins with: browsers heed `autofocus` once in a page's life only. */
export function focusWhenShown(element: HTMLElement): void {
  queueMicrotask(() => element.focus());
}
