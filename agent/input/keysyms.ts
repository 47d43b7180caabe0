/** Keys of UI Events as X11 keysyms (X11 protocol, appendix A; XF86keysym.h for media keys). */
import { legacyCharacter, legacyKeysym } from "./legacy-keysyms.ts";

const RIGHT = 2;
const NUMPAD = 3;

export const KEYSYM = {
  none: 0,
  /** Holds a column of a keyboard map that must produce nothing. */
  void: 0xffffff,
  modeSwitch: 0xff7e,
  numLock: 0xff7f,
  capsLock: 0xffe5,
  shiftLeft: 0xffe1,
  level3Shift: 0xfe03,
  firstKeypad: 0xff80,
  lastKeypad: 0xffbd,
} as const;

/** Keysym of each key by place on the keyboard: standard, right-hand, numeric keypad. */
type ByLocation = readonly [standard: number, right?: number, numpad?: number];

const NAMED: Readonly<Record<string, ByLocation>> = {
  Backspace: [0xff08],
  Tab: [0xff09],
  Enter: [0xff0d, 0xff0d, 0xff8d],
  Clear: [0xff0b, 0xff0b, 0xff9d],
  Pause: [0xff13],
  ScrollLock: [0xff14],
  Escape: [0xff1b],
  Home: [0xff50, 0xff50, 0xff95],
  ArrowLeft: [0xff51, 0xff51, 0xff96],
  ArrowUp: [0xff52, 0xff52, 0xff97],
  ArrowRight: [0xff53, 0xff53, 0xff98],
  ArrowDown: [0xff54, 0xff54, 0xff99],
  PageUp: [0xff55, 0xff55, 0xff9a],
  PageDown: [0xff56, 0xff56, 0xff9b],
  End: [0xff57, 0xff57, 0xff9c],
  Insert: [0xff63, 0xff63, 0xff9e],
  Delete: [0xffff, 0xffff, 0xff9f],
  Select: [0xff60],
  PrintScreen: [0xff61],
  Execute: [0xff62],
  Undo: [0xff65],
  Redo: [0xff66],
  ContextMenu: [0xff67],
  Find: [0xff68],
  Cancel: [0xff69],
  Help: [0xff6a],
  NumLock: [KEYSYM.numLock],
  CapsLock: [KEYSYM.capsLock],
  Shift: [KEYSYM.shiftLeft, 0xffe2],
  Control: [0xffe3, 0xffe4],
  Alt: [0xffe9, 0xffea],
  Meta: [0xffeb, 0xffec],
  OS: [0xffeb, 0xffec],
  Super: [0xffeb, 0xffec],
  Hyper: [0xffed, 0xffee],
  AltGraph: [KEYSYM.level3Shift],
  NonConvert: [0xff22],
  Convert: [0xff23],
  Hiragana: [0xff25],
  Katakana: [0xff26],
  HiraganaKatakana: [0xff27],
  ZenkakuHankaku: [0xff2a],
  KanaMode: [0xff2d],
  Eisu: [0xff2f],
  HangulMode: [0xff31],
  HanjaMode: [0xff34],
  AudioVolumeDown: [0x1008ff11],
  AudioVolumeMute: [0x1008ff12],
  AudioVolumeUp: [0x1008ff13],
  MediaPlayPause: [0x1008ff14],
  MediaStop: [0x1008ff15],
  MediaTrackPrevious: [0x1008ff16],
  MediaTrackNext: [0x1008ff17],
  BrowserHome: [0x1008ff18],
  LaunchMail: [0x1008ff19],
  BrowserSearch: [0x1008ff1b],
  BrowserBack: [0x1008ff26],
  BrowserForward: [0x1008ff27],
  BrowserStop: [0x1008ff28],
  BrowserRefresh: [0x1008ff29],
  BrowserFavorites: [0x1008ff30],
};

const FIRST_FUNCTION_KEY = 0xffbe;
const FUNCTION_KEYS = 35;
const KEYPAD_CHARACTERS: Readonly<Record<string, number>> = {
  "*": 0xffaa,
  "+": 0xffab,
  ",": 0xffac,
  "-": 0xffad,
  ".": 0xffae,
  "/": 0xffaf,
  "=": 0xffbd,
};
const UNICODE_KEYSYMS = 0x01000000;

/** Keysym of a named key ("Enter", "F5", "Shift"); null for a character, and for keys that mean nothing here. */
export function keysymOfNamedKey(key: string, location = 0): number | null {
  const functionKey = Number(/^F(\d{1,2})$/.exec(key)?.[1] ?? 0);
  if (functionKey >= 1 && functionKey <= FUNCTION_KEYS) return FIRST_FUNCTION_KEY + functionKey - 1;
  const [standard, right, numpad] = Object.hasOwn(NAMED, key) ? (NAMED[key] ?? []) : [];
  if (standard === undefined) return null;
  if (location === NUMPAD) return numpad ?? standard;
  return location === RIGHT ? (right ?? standard) : standard;
}

/**
 * Keysyms that mean one character, the one to look for first in front; the last always exists (Unicode).
 * Empty for what is no single character: "Dead", "Process", "Unidentified".
 */
export function keysymsOfCharacter(key: string, location = 0): number[] {
  const codePoint = key.codePointAt(0);
  if (codePoint === undefined || key.length !== String.fromCodePoint(codePoint).length) return [];
  const keysyms: number[] = [];
  if (location === NUMPAD) {
    if (/^\d$/.test(key)) keysyms.push(0xffb0 + Number(key));
    else if (Object.hasOwn(KEYPAD_CHARACTERS, key)) keysyms.push(KEYPAD_CHARACTERS[key] ?? 0);
  }
  const legacy = legacyKeysym(key);
  if (legacy !== undefined) keysyms.push(legacy);
  const isLatin1 = (codePoint >= 0x20 && codePoint <= 0x7e) || (codePoint >= 0xa0 && codePoint <= 0xff);
  if (isLatin1) keysyms.push(codePoint);
  else if (codePoint === 0x0a || codePoint === 0x0d) keysyms.push(0xff0d);
  else if (codePoint === 0x09) keysyms.push(0xff09);
  else if (codePoint >= 0x100) keysyms.push(UNICODE_KEYSYMS | codePoint);
  return keysyms;
}

export function isKeypadKeysym(keysym: number): boolean {
  return keysym >= KEYSYM.firstKeypad && keysym <= KEYSYM.lastKeypad;
}

/** Whether two keysyms are the small and the capital form of one letter, which Caps Lock exchanges. */
export function isLetterPair(small: number, capital: number): boolean {
  if (small === capital) return false;
  const lower = characterOf(small);
  return lower !== null && lower.toUpperCase() === characterOf(capital);
}

function characterOf(keysym: number): string | null {
  if (keysym >= UNICODE_KEYSYMS) return String.fromCodePoint(Math.min(keysym & 0x00ffffff, 0x10ffff));
  if (keysym >= 0x20 && keysym <= 0xff) return String.fromCodePoint(keysym);
  return legacyCharacter(keysym) ?? null;
}
