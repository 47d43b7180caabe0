/** The element that scrolls under every page, for lists that render only what is in sight. */
import { createSignal } from "solid-js";

export const [scrollArea, setScrollArea] = createSignal<HTMLElement | null>(null);
