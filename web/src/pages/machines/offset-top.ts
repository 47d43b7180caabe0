/** How far a list stands below the top of what scrolls; it moves when the bar above it wraps. */
import { type Accessor, createEffect, createSignal, onCleanup } from "solid-js";
import { scrollArea } from "../../state/scroll-area.ts";

export function createOffsetTop(list: () => HTMLElement | undefined): Accessor<number> {
  const [offset, setOffset] = createSignal(0);
  createEffect(() => {
    const area = scrollArea();
    const element = list();
    if (!area || !element) return;
    const measure = () => {
      setOffset(Math.round(element.getBoundingClientRect().top - area.getBoundingClientRect().top + area.scrollTop));
    };
    // The bar changes its height with the width of the page, and with what is filtered.
    const observer = new ResizeObserver(measure);
    observer.observe(area);
    for (const sibling of area.children) observer.observe(sibling);
    measure();
    onCleanup(() => observer.disconnect());
  });
  return offset;
}
