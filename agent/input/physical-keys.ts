/**
 * Keycodes of physical keys under X11 on Linux: evdev's number + 8 (xkeyboard-config, keycodes/evdev). Used for shortcuts
 * whose letter the machine's layout does not have: Ctrl+С of a Russian keyboard is the key that says C here.
 */

const ROWS: readonly (readonly [firstKeycode: number, codes: readonly string[]])[] = [
  [
    10,
    [
      "Digit1",
      "Digit2",
      "Digit3",
      "Digit4",
      "Digit5",
      "Digit6",
      "Digit7",
      "Digit8",
      "Digit9",
      "Digit0",
      "Minus",
      "Equal",
    ],
  ],
  [24, ["KeyQ", "KeyW", "KeyE", "KeyR", "KeyT", "KeyY", "KeyU", "KeyI", "KeyO", "KeyP", "BracketLeft", "BracketRight"]],
  [38, ["KeyA", "KeyS", "KeyD", "KeyF", "KeyG", "KeyH", "KeyJ", "KeyK", "KeyL", "Semicolon", "Quote", "Backquote"]],
  [51, ["Backslash", "KeyZ", "KeyX", "KeyC", "KeyV", "KeyB", "KeyN", "KeyM", "Comma", "Period", "Slash"]],
  [65, ["Space"]],
  [94, ["IntlBackslash"]],
];

const KEYCODES = new Map(ROWS.flatMap(([first, codes]) => codes.map((code, index) => [code, first + index] as const)));

/** @param code `KeyboardEvent.code` of a key that gives characters; null for any other */
export function keycodeOfPlace(code: string): number | null {
  return KEYCODES.get(code) ?? null;
}
