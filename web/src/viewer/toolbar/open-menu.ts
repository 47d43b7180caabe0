/** Whether a menu of the toolbar is open: then no tooltip of the toolbar lies over it. */
import { createSignal } from "solid-js";

const [isAnyMenuOpen, setIsAnyMenuOpen] = createSignal(false);

export { isAnyMenuOpen, setIsAnyMenuOpen };
