/** Keys of UI Events as nut-js names them; null for those it cannot press. */
import { Key } from "@nut-tree/nut-js";

const RIGHT = 2;
const NUMPAD = 3;

const NAMED: Readonly<Record<string, Key>> = {
  Backspace: Key.Backspace,
  Tab: Key.Tab,
  Enter: Key.Return,
  Pause: Key.Pause,
  ScrollLock: Key.ScrollLock,
  Escape: Key.Escape,
  Home: Key.Home,
  ArrowLeft: Key.Left,
  ArrowUp: Key.Up,
  ArrowRight: Key.Right,
  ArrowDown: Key.Down,
  PageUp: Key.PageUp,
  PageDown: Key.PageDown,
  End: Key.End,
  Insert: Key.Insert,
  Delete: Key.Delete,
  PrintScreen: Key.Print,
  NumLock: Key.NumLock,
  CapsLock: Key.CapsLock,
  Shift: Key.LeftShift,
  Control: Key.LeftControl,
  Alt: Key.LeftAlt,
  Meta: Key.LeftSuper,
  OS: Key.LeftSuper,
  AudioVolumeMute: Key.AudioMute,
  AudioVolumeDown: Key.AudioVolDown,
  AudioVolumeUp: Key.AudioVolUp,
  MediaPlayPause: Key.AudioPlay,
  MediaStop: Key.AudioStop,
  MediaTrackPrevious: Key.AudioPrev,
  MediaTrackNext: Key.AudioNext,
  F1: Key.F1,
  F2: Key.F2,
  F3: Key.F3,
  F4: Key.F4,
  F5: Key.F5,
  F6: Key.F6,
  F7: Key.F7,
  F8: Key.F8,
  F9: Key.F9,
  F10: Key.F10,
  F11: Key.F11,
  F12: Key.F12,
};

/** AltGr is left out: the level it chooses is already in the character that comes with it. */
const RIGHT_HAND: Readonly<Record<string, Key>> = {
  Shift: Key.RightShift,
  Control: Key.RightControl,
  Alt: Key.RightAlt,
  Meta: Key.RightSuper,
  OS: Key.RightSuper,
};

const NUMPAD_KEYS: Readonly<Record<string, Key>> = {
  Enter: Key.Enter,
  "+": Key.Add,
  "-": Key.Subtract,
  "*": Key.Multiply,
  "/": Key.Divide,
};

// libnut looks a key up by its keysym and, on X, ends the process for one the keyboard lacks (BadValue of XTEST): nothing
// is passed on that a keyboard may lack, such as F13 to F24 and Menu.
export function keyOf(key: string, location = 0): Key | null {
  const table = location === NUMPAD ? NUMPAD_KEYS : location === RIGHT ? RIGHT_HAND : NAMED;
  const own = Object.hasOwn(table, key) ? table[key] : undefined;
  return own ?? (Object.hasOwn(NAMED, key) ? (NAMED[key] ?? null) : null);
}

/** The two characters of each key of a US keyboard, unshifted and shifted. */
const US_KEYBOARD: readonly (readonly [characters: string, key: Key])[] = [
  ["`~", Key.Grave],
  ["1!", Key.Num1],
  ["2@", Key.Num2],
  ["3#", Key.Num3],
  ["4$", Key.Num4],
  ["5%", Key.Num5],
  ["6^", Key.Num6],
  ["7&", Key.Num7],
  ["8*", Key.Num8],
  ["9(", Key.Num9],
  ["0)", Key.Num0],
  ["-_", Key.Minus],
  ["=+", Key.Equal],
  ["[{", Key.LeftBracket],
  ["]}", Key.RightBracket],
  ["\\|", Key.Backslash],
  [";:", Key.Semicolon],
  ["'\"", Key.Quote],
  [",<", Key.Comma],
  [".>", Key.Period],
  ["/?", Key.Slash],
  [" ", Key.Space],
  ["\n", Key.Return],
  ["\t", Key.Tab],
];

export type UsKey = { key: Key; shift: boolean };

const BY_CHARACTER = new Map<string, UsKey>([
  ...US_KEYBOARD.flatMap(([characters, key]) =>
    [...characters].map((character, level) => [character, { key, shift: level === 1 }] as const),
  ),
  ...[..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].flatMap((letter) => {
    const key = Key[letter as keyof typeof Key];
    return [[letter.toLowerCase(), { key, shift: false }] as const, [letter, { key, shift: true }] as const];
  }),
]);

/** Where a character is on a US keyboard; null when it is not there. */
export function usKeyOf(character: string): UsKey | null {
  return BY_CHARACTER.get(character) ?? null;
}
