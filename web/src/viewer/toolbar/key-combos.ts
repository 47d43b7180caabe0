/** Combinations that a browser or its desktop keeps for itself. Names of keys as `exec_key_combo` takes them. */

export type KeyCombo = { label: string; hint?: string; keys: readonly string[] };

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
