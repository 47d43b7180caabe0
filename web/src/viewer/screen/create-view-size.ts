/** The size of an element and the density of its screen, kept up to date: windows are resized, zoomed and moved to other screens. */
import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";
import type { Size } from "./scale.ts";

export type ViewSize = Size & { devicePixelRatio: number };

export function createViewSize(element: () => HTMLElement): Accessor<ViewSize> {
  const [size, setSize] = createSignal<ViewSize>({ width: 0, height: 0, devicePixelRatio: window.devicePixelRatio });
  onMount(() => {
    const measure = () => {
      // The box without scroll bars would shrink by the bars that it then no longer needs.
      const { width, height } = element().getBoundingClientRect();
      setSize({ width, height, devicePixelRatio: window.devicePixelRatio });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element());
    measure();
    onCleanup(() => observer.disconnect());
    onCleanup(followDensity(measure));
  });
  return size;
}

function followDensity(changed: () => void): () => void {
  const listeners = new AbortController();
  const watch = () => {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const next = () => {
      changed();
      watch();
    };
    query.addEventListener("change", next, { once: true, signal: listeners.signal });
  };
  watch();
  return () => listeners.abort();
}
