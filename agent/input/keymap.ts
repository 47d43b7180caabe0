/**
 * The machine's keyboard map as it stands: which key at which level gives a keysym, what each level needs held, and which
 * keycodes are free (X11 protocol §5 "Keyboards", XKB protocol §12.4).
 */
import type { KeyboardMapping, ModifierMapping } from "../x11/keyboard.ts";
import { isKeypadKeysym, isLetterPair, KEYSYM } from "./keysyms.ts";

/** What the X server says is active at this moment, by whoever. */
export type KeyboardState = { group: number; caps: boolean; num: boolean };

/** A way to produce a keysym: this key, with these level modifiers held and no others. */
export type KeyChoice = { keycode: number; shift: boolean; level3: boolean };

export interface Keymap {
  /** Ways to produce the keysym in the active group, without regard to what is held. */
  choices(keysym: number, state: KeyboardState): KeyChoice[];
  /** A key that has this keysym at any level, for modifiers and locks. */
  keycodeOf(keysym: number): number | null;
  /** Modifier bits, as in a pointer's mask, that Num Lock and AltGr set; 0 where no key does. */
  readonly numLockMask: number;
  readonly level3Mask: number;
}

/** Columns of a row for levels 1 to 4 of each group. */
const GROUP_COLUMNS: readonly (readonly number[])[] = [
  [0, 1, 4, 5],
  [2, 3, 6, 7],
];

/** @param spares keycodes that are ours to give characters to: none of the machine's own */
export function createKeymap(
  mapping: KeyboardMapping,
  modifiers: ModifierMapping,
  spares: ReadonlySet<number>,
): Keymap {
  const { minKeycode, maxKeycode, keysymsPerKeycode: width } = mapping;
  const at = (keycode: number, column: number): number => keysymAt(mapping, keycode, column);
  const keycodesWith = new Map<number, Set<number>>();
  for (let keycode = minKeycode; keycode <= maxKeycode; keycode++) {
    for (let column = 0; column < width && !spares.has(keycode); column++) {
      const keysym = at(keycode, column);
      if (keysym === KEYSYM.none) continue;
      const keycodes = keycodesWith.get(keysym) ?? new Set();
      keycodesWith.set(keysym, keycodes.add(keycode));
    }
  }

  /** The keysyms of a key at levels 1 to 4 in a group; a group the key lacks repeats its first. */
  function levels(keycode: number, group: number): number[] {
    const columns = GROUP_COLUMNS[group] ?? GROUP_COLUMNS[0] ?? [];
    const found = columns.map((column) => at(keycode, column));
    return found.some((keysym) => keysym !== KEYSYM.none) || group === 0 ? found : levels(keycode, 0);
  }

  function choicesOf(keycode: number, keysym: number, state: KeyboardState): KeyChoice[] {
    const all = levels(keycode, state.group);
    return all.flatMap((candidate, level) => {
      const [small = 0, capital = 0] = all.slice(level & 2, (level & 2) + 2);
      // A row of one keysym gives it at both levels; of a letter, its capital at the second.
      const isSingle = capital === KEYSYM.none && (level & 1) === 1;
      if ((isSingle ? small : candidate) !== keysym) return [];
      const isInverted = isKeypadKeysym(capital) ? state.num : state.caps && isLetterPair(small, capital);
      return [{ keycode, shift: ((level & 1) === 1) !== isInverted, level3: level >= 2 }];
    });
  }

  return {
    numLockMask: maskOf(KEYSYM.numLock),
    level3Mask: maskOf(KEYSYM.level3Shift),
    choices(keysym, state) {
      return keycodesOf(keysym).flatMap((keycode) => choicesOf(keycode, keysym, state));
    },
    keycodeOf(keysym) {
      const keycodes = keycodesOf(keysym);
      // The key that has it at the first level is the key of that name.
      return keycodes.find((keycode) => at(keycode, 0) === keysym) ?? keycodes[0] ?? null;
    },
  };

  function keycodesOf(keysym: number): number[] {
    return [...(keycodesWith.get(keysym) ?? [])].sort((a, b) => a - b);
  }

  function maskOf(keysym: number): number {
    const keycodes = keycodesWith.get(keysym);
    const index = modifiers.findIndex((own) => own.some((keycode) => keycodes?.has(keycode)));
    return index < 0 ? 0 : 1 << index;
  }
}

/** Keycodes with nothing on them, the highest first: low ones are physical keys that some keyboards have. */
export function emptyKeycodes(mapping: KeyboardMapping): number[] {
  const { minKeycode, maxKeycode } = mapping;
  const all = Array.from({ length: maxKeycode - minKeycode + 1 }, (_, index) => maxKeycode - index);
  return all.filter((keycode) => rowOf(mapping, keycode).every((keysym) => keysym === KEYSYM.none));
}

/** Whether the key gives these two keysyms, plain and with Shift, and nothing else. */
export function givesOnly(
  mapping: KeyboardMapping,
  keycode: number,
  [plain, shifted]: readonly [plain: number, shifted: number],
): boolean {
  const row = rowOf(mapping, keycode);
  const isAsGiven = row[0] === plain && (row[1] === shifted || (row[1] === KEYSYM.none && plain === shifted));
  return isAsGiven && row.every((one) => one === plain || one === shifted || one === KEYSYM.none);
}

/** Keysyms of all columns. */
export function rowOf(mapping: KeyboardMapping, keycode: number): number[] {
  return Array.from({ length: mapping.keysymsPerKeycode }, (_, column) => keysymAt(mapping, keycode, column));
}

function keysymAt({ minKeycode, keysymsPerKeycode: width, keysyms }: KeyboardMapping, keycode: number, column: number) {
  return column < width ? (keysyms[(keycode - minKeycode) * width + column] ?? KEYSYM.none) : KEYSYM.none;
}
