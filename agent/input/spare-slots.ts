/** Which spare keycode gives which character, plain and with Shift. Pure: what to remap, and what must be waited for. */
import { isLetterPair, KEYSYM } from "./keysyms.ts";

/** A spare key, and whether it gives the character with Shift. */
export type Slot = { keycode: number; shift: boolean };

/**
 * A client that is slow to fetch a changed map would read a key that was pressed before by what it has become since: no
 * key is given another character sooner than this after its last press.
 */
export const REUSE_AFTER_MS = 200;

type Pair = { plain: number; shifted: number; usedAtMs: number };

export class SpareSlots {
  #keycodes: number[];
  /** Of each keycode that has characters; the one used longest ago comes first. 0: that level is free. */
  readonly #pairs = new Map<number, Pair>();

  constructor(keycodes: readonly number[]) {
    this.#keycodes = [...keycodes];
  }

  find(keysym: number): Slot | null {
    for (const [keycode, { plain, shifted }] of this.#pairs) {
      if (plain === keysym) return { keycode, shift: false };
      if (shifted === keysym) return { keycode, shift: true };
    }
    return null;
  }

  /**
   * Finds a place for a character that has none: one that is free, or that of the character used longest ago.
   * @param prefersShift Shift is held: with it the key can stay down
   * @param isHeld keycodes that are down and must stay what they are
   * @returns the place, and until when it must not be given away (as `nowMs`); null when every key is held
   */
  place(
    keysym: number,
    { prefersShift, nowMs, isHeld }: { prefersShift: boolean; nowMs: number; isHeld: (keycode: number) => boolean },
  ): { slot: Slot; freeAtMs: number } | null {
    const levels = prefersShift ? [true, false] : [false, true];
    for (const shift of levels) {
      const shared = [...this.#pairs].find(([, pair]) => hasRoom(pair, shift, keysym))?.[0];
      const keycode = shared ?? this.#keycodes.find((one) => !this.#pairs.has(one));
      if (keycode !== undefined) return { slot: this.#give({ keycode, shift }, keysym), freeAtMs: nowMs };
    }
    const oldest = [...this.#pairs].find(([keycode]) => !isHeld(keycode));
    if (!oldest) return null;
    const [keycode, { usedAtMs }] = oldest;
    this.#pairs.delete(keycode);
    return { slot: this.#give({ keycode, shift: prefersShift }, keysym), freeAtMs: usedAtMs + REUSE_AFTER_MS };
  }

  use(keycode: number, nowMs: number): void {
    const pair = this.#pairs.get(keycode);
    if (!pair) return;
    pair.usedAtMs = nowMs;
    this.#pairs.delete(keycode);
    this.#pairs.set(keycode, pair);
  }

  /**
   * Keysyms of the key's two levels. Alike where it has only one: the server would make a letter's capital of the second.
   */
  keysymsOf(keycode: number): [plain: number, shifted: number] {
    const { plain, shifted } = this.#pairs.get(keycode) ?? { plain: KEYSYM.none, shifted: KEYSYM.none };
    return [plain || shifted, shifted || plain];
  }

  /** Keycodes that have characters. */
  given(): number[] {
    return [...this.#pairs.keys()];
  }

  forget(keycode: number): void {
    this.#pairs.delete(keycode);
  }

  /** Those at our disposal have changed. */
  setKeycodes(keycodes: readonly number[]): void {
    this.#keycodes = [...keycodes];
  }

  #give({ keycode, shift }: Slot, keysym: number): Slot {
    const pair = this.#pairs.get(keycode) ?? { plain: KEYSYM.none, shifted: KEYSYM.none, usedAtMs: 0 };
    this.#pairs.set(keycode, shift ? { ...pair, shifted: keysym } : { ...pair, plain: keysym });
    return { keycode, shift };
  }
}

/** A letter and its capital would be exchanged by Caps Lock, so they don't share a key. */
function hasRoom({ plain, shifted }: Pair, shift: boolean, keysym: number): boolean {
  if (shift) return shifted === KEYSYM.none && !isLetterPair(plain, keysym);
  return plain === KEYSYM.none && !isLetterPair(keysym, shifted);
}
