/** Where the toolbar stands, kept for the next session. */
import { createPreference } from "../../state/preference.ts";
import { snapped } from "./edge-position.ts";

const POSITIONS = Array.from({ length: 101 }, (_, percent) => String(percent));
const preference = createPreference("viewer-toolbar", POSITIONS, "50");

/** Percent along the top edge. */
export const toolbarPosition = (): number => Number(preference.value());

export function setToolbarPosition(percent: number): void {
  preference.set(String(snapped(percent)));
}
