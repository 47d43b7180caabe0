/** Which machine's ⋯ menu is open, and from which button: there is one menu for all machines of a page. */
import { createSignal } from "solid-js";

export type OpenMenu = { machineId: string; button: HTMLButtonElement };

export const [openMenu, setOpenMenu] = createSignal<OpenMenu | null>(null);
