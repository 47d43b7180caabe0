/** Combinations that a browser or its desktop keeps for itself. Names of keys as `exec_key_combo` takes them. */

export type KeyCombo = { label: string; hint?: string; keys: readonly string[] };

type NamedKey = { key: string; name: string };

/** Linux: the text consoles, and the way back to the desktop. */
export const CONSOLES: readonly KeyCombo[] = Array.from({ length: 12 }, (_, at) => ({
  label: `Ctrl+Alt+F${at + 1}`,
  keys: ["ctrl_l", "alt_l", `f${at + 1}`],
}));

export const KEY_COMBOS: readonly (readonly KeyCombo[])[] = [
  [{ label: "Ctrl+Alt+Del", keys: ["ctrl_l", "alt_l", "delete"] }],
  [
    { label: "Alt+Tab", hint: "Next window", keys: ["alt_l", "tab"] },
    { label: "Alt+F4", hint: "Close window", keys: ["alt_l", "f4"] },
    { label: "Super", hint: "Start menu", keys: ["super_l"] },
    { label: "Ctrl+Esc", keys: ["ctrl_l", "esc"] },
    { label: "Ctrl+Shift+Esc", hint: "Task manager", keys: ["ctrl_l", "shift_l", "esc"] },
  ],
  [
    { label: "Ctrl+W", hint: "Close tab", keys: ["ctrl_l", "w"] },
    { label: "Ctrl+T", hint: "New tab", keys: ["ctrl_l", "t"] },
    { label: "Ctrl+N", hint: "New window", keys: ["ctrl_l", "n"] },
    { label: "F11", hint: "Fullscreen", keys: ["f11"] },
    { label: "Print Screen", keys: ["print"] },
  ],
];

/** In the order in which they are written. */
export const MODIFIER_KEYS: readonly NamedKey[] = [
  { key: "ctrl_l", name: "Ctrl" },
  { key: "alt_l", name: "Alt" },
  { key: "alt_gr", name: "AltGr" },
  { key: "shift_l", name: "Shift" },
  { key: "super_l", name: "Super" },
];

/** Keys that a keyboard in a browser hardly ever gets, or that no keyboard of today has. */
export const RARE_KEYS: readonly NamedKey[] = [
  ...["Tab", "Esc", "Enter", "Space", "Backspace", "Delete", "Insert", "Home", "End"].map((name) => named(name)),
  { key: "page_up", name: "Page Up" },
  { key: "page_down", name: "Page Down" },
  ...["Up", "Down", "Left", "Right"].map((name) => named(name)),
  ...Array.from({ length: 24 }, (_, at) => named(`F${at + 1}`)),
  { key: "print", name: "Print Screen" },
  { key: "pause", name: "Pause" },
  { key: "scroll_lock", name: "Scroll Lock" },
  { key: "num_lock", name: "Num Lock" },
  { key: "menu", name: "Menu" },
];

function named(name: string): NamedKey {
  return { key: name.toLowerCase(), name };
}

/**
 * @param modifiers keys of MODIFIER_KEYS, in any order
 * @param last a key of RARE_KEYS, or one character
 */
export function customCombo(modifiers: ReadonlySet<string>, last: string): KeyCombo {
  const held = MODIFIER_KEYS.filter(({ key }) => modifiers.has(key));
  const lastName = RARE_KEYS.find(({ key }) => key === last)?.name ?? last.toUpperCase();
  const names = [...held.map(({ name }) => name), ...(last ? [lastName] : [])];
  return { label: names.join("+"), keys: [...held.map(({ key }) => key), ...(last ? [last.toLowerCase()] : [])] };
}

/** One's own, as they were stored. What is none of them is left out. */
export function parseCombos(stored: string | null): KeyCombo[] {
  if (stored === null) return [];
  try {
    const list: unknown = JSON.parse(stored);
    return Array.isArray(list) ? list.filter(isCombo).slice(0, MAX_OWN_COMBOS) : [];
  } catch {
    // Somebody else wrote there; one's own combinations begin anew.
    return [];
  }
}

export const MAX_OWN_COMBOS = 12;

function isCombo(value: unknown): value is KeyCombo {
  if (typeof value !== "object" || value === null) return false;
  const { label, keys } = value as Partial<KeyCombo>;
  if (typeof label !== "string" || label.length > 80 || !Array.isArray(keys)) return false;
  return keys.length > 0 && keys.length <= 8 && keys.every((key) => typeof key === "string" && /^.{1,32}$/u.test(key));
}
