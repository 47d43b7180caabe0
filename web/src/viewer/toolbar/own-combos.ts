/** The technician's own combinations, kept in this browser; the last one used stands first. */
import { createSignal } from "solid-js";
import { type KeyCombo, MAX_OWN_COMBOS, parseCombos } from "./key-combos.ts";

const STORED = "remotelink.key-combos";

const [ownCombos, setOwnCombos] = createSignal<readonly KeyCombo[]>(parseCombos(localStorage.getItem(STORED)));

export { ownCombos };

export function keepCombo(combo: KeyCombo): void {
  store([combo, ...ownCombos().filter(({ label }) => label !== combo.label)].slice(0, MAX_OWN_COMBOS));
}

export function forgetCombo(combo: KeyCombo): void {
  store(ownCombos().filter(({ label }) => label !== combo.label));
}

function store(combos: readonly KeyCombo[]): void {
  setOwnCombos(combos);
  localStorage.setItem(STORED, JSON.stringify(combos));
}
