/**
 * The keyboard of an X display: a key is looked up by its meaning in the machine's own map and pressed with the level
 * modifiers that it needs there; what the map lacks is typed with a spare keycode.
 */
import type { XConnection } from "../x11/connection.ts";
import { getKeyboardMapping, getModifierMapping, listenToMappingChanges } from "../x11/keyboard.ts";
import { KEY_BUTTON_MASK, queryPointer } from "../x11/pointer.ts";
import type { XTest } from "../x11/xtest.ts";
import { HeldKeys, roleOf } from "./held-keys.ts";
import type { KeyStroke } from "./injector.ts";
import { createKeymap, type KeyChoice, type Keymap } from "./keymap.ts";
import { KEYSYM, keysymOfNamedKey, keysymsOfCharacter } from "./keysyms.ts";
import { keycodeOfPlace } from "./physical-keys.ts";
import { type Held, SpareKeys } from "./spare-keys.ts";

const NUMPAD = 3;
/** Characters of a text that are looked at together: about as many as spare keys can have at once. */
const LOOKAHEAD = 32;

type State = { group: number; caps: boolean; num: boolean; shift: boolean; level3: boolean };

export class X11Keyboard {
  readonly #connection: XConnection;
  readonly #xtest: XTest;
  readonly #spares: SpareKeys;
  readonly #held = new HeldKeys();
  #keymap: Keymap;
  #isKeymapOld = false;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(connection: XConnection, xtest: XTest, keymap: Keymap, spares: SpareKeys) {
    this.#connection = connection;
    this.#xtest = xtest;
    this.#keymap = keymap;
    this.#spares = spares;
    listenToMappingChanges(connection, (what, first, count) => {
      if (what === "pointer" || (count === 1 && spares.isOwnChange(first))) return;
      this.#isKeymapOld = true;
    });
  }

  static async open(connection: XConnection, xtest: XTest): Promise<X11Keyboard> {
    const mapping = await getKeyboardMapping(connection);
    const spares = await SpareKeys.open(connection, mapping);
    const keymap = createKeymap(mapping, await getModifierMapping(connection), spares.ours);
    return new X11Keyboard(connection, xtest, keymap, spares);
  }

  /** Keys go one after the other, whoever waits for them or not. */
  enqueue(step: () => void | Promise<void>): Promise<void> {
    const done = this.#tail.then(step);
    this.#tail = done.catch(() => {});
    return done;
  }

  async down(stroke: KeyStroke): Promise<void> {
    const held = this.#held.get(stroke.code);
    // A repeat: a key that is down repeats by the server's own timer.
    if (held && !held.isTapped) return;
    if (this.#isKeymapOld) await this.#reloadKeymap();
    const role = roleOf(stroke.key);
    const named = keysymOfNamedKey(stroke.key, stroke.location);
    if (named !== null) await this.#pressNamed(stroke, named, role);
    else await this.#pressCharacter(stroke);
  }

  /** Types each character: down and up. Faster than one by one, where the map lacks many. */
  async type(text: string): Promise<void> {
    const characters = [...text];
    for (const [at, character] of characters.entries()) {
      if (at % LOOKAHEAD === 0) await this.#prepare(characters.slice(at, at + LOOKAHEAD));
      const code = `type:${character}`;
      await this.down({ code, key: character });
      this.up(code);
    }
  }

  up(code: string): void {
    const key = this.#held.release(code);
    if (key) this.#xtest.key(key.keycode, false);
  }

  releaseAll(): void {
    for (const code of this.#held.codes()) this.up(code);
  }

  async restore(): Promise<void> {
    await this.#spares.restore();
  }

  async #pressNamed(stroke: KeyStroke, keysym: number, role: ReturnType<typeof roleOf>): Promise<void> {
    if (stroke.location === NUMPAD && keysym >= KEYSYM.firstKeypad && keysym <= KEYSYM.lastKeypad) {
      if (stroke.key !== "Enter") await this.#setNumLock(false);
    }
    const keycode = this.#keymap.keycodeOf(keysym);
    if (keycode !== null) return this.#hold(stroke.code, keycode, role);
    if (role) return;
    const state = await this.#state();
    const spare = await this.#spares.take(keysym, this.#heldNow(state));
    if (spare) this.#pressChoice(stroke.code, { ...spare, level3: state.level3 }, state);
  }

  async #pressCharacter(stroke: KeyStroke): Promise<void> {
    const keysyms = keysymsOfCharacter(stroke.key, stroke.location);
    const last = keysyms.at(-1);
    if (last === undefined) return this.#pressUnknown(stroke);
    await this.#syncCapsLock(stroke);
    if (stroke.location === NUMPAD && (await this.#pressNumpad(stroke, keysyms))) return;
    const state = await this.#state();
    const choice = this.#choose(keysyms, state);
    if (choice) return this.#pressChoice(stroke.code, choice, state);
    const isShortcut = this.#held.has("control") || this.#held.has("alt") || this.#held.has("meta");
    const place = isShortcut && !this.#held.has("level3") ? keycodeOfPlace(stroke.code) : null;
    if (place !== null) return this.#hold(stroke.code, place, null);
    const spare = await this.#spares.take(last, this.#heldNow(state));
    if (spare === null) throw new Error(`no spare keycode for ${JSON.stringify(stroke.key)}`);
    // Clients make a capital of it themselves while Caps Lock is on: a small letter needs it off.
    const capsLock = state.caps && stroke.key !== stroke.key.toUpperCase() ? KEYSYM.capsLock : KEYSYM.none;
    this.#tapKeysym(capsLock);
    this.#pressChoice(stroke.code, { ...spare, level3: false }, state);
    this.#tapKeysym(capsLock);
  }

  async #prepare(characters: readonly string[]): Promise<void> {
    if (this.#isKeymapOld) await this.#reloadKeymap();
    const state = await this.#state();
    const lacking = characters.flatMap((character) => {
      const keysyms = keysymsOfCharacter(character);
      return this.#choose(keysyms, state) ? [] : keysyms.slice(-1);
    });
    await this.#spares.prepare(lacking, this.#heldNow(state));
  }

  /** "Dead" and "Process" mean that a character is still being made; an unidentified key has only its place. */
  #pressUnknown(stroke: KeyStroke): void {
    const place = stroke.key === "Unidentified" ? keycodeOfPlace(stroke.code) : null;
    if (place !== null) this.#hold(stroke.code, place, null);
  }

  async #pressNumpad(stroke: KeyStroke, keysyms: readonly number[]): Promise<boolean> {
    const keycode = keysyms.length > 1 ? this.#keymap.keycodeOf(keysyms[0] ?? 0) : null;
    if (keycode === null) return false;
    if (/^[\d.,]$/.test(stroke.key)) await this.#setNumLock(true);
    this.#hold(stroke.code, keycode, null);
    return true;
  }

  /** The way that changes least of what is held. */
  #choose(keysyms: readonly number[], state: State): KeyChoice | null {
    const hasLevel3 = this.#keymap.keycodeOf(KEYSYM.level3Shift) !== null;
    const changes = (choice: KeyChoice) =>
      Number(choice.shift !== state.shift) + Number(choice.level3 !== state.level3);
    for (const keysym of keysyms) {
      const choices = this.#keymap.choices(keysym, state).filter((choice) => !choice.level3 || hasLevel3);
      const best = choices.toSorted((a, b) => changes(a) - changes(b))[0];
      if (best) return best;
    }
    return null;
  }

  /**
   * Presses a key with the level modifiers it needs. Where those held are others, they change for this one press, and the
   * key is let go at once: repeating or held on, it would mean something else.
   */
  #pressChoice(code: string, choice: KeyChoice, state: State): void {
    const release: number[] = [];
    const press: number[] = [];
    this.#adapt("shift", choice.shift, state.shift, { release, press });
    this.#adapt("level3", choice.level3, state.level3, { release, press });
    // Windows reports AltGr as Control and AltGraph: with a character, the Control was never meant.
    if (this.#held.has("level3")) release.push(...this.#held.keycodes("control"), ...this.#held.keycodes("alt"));
    if (release.length === 0 && press.length === 0) {
      this.#hold(code, choice.keycode, null);
      return;
    }
    for (const keycode of release) this.#xtest.key(keycode, false);
    for (const keycode of press) this.#xtest.key(keycode, true);
    this.#tap(choice.keycode);
    for (const keycode of press.toReversed()) this.#xtest.key(keycode, false);
    for (const keycode of release.toReversed()) this.#xtest.key(keycode, true);
    this.#held.set(code, { keycode: choice.keycode, role: null, isTapped: true });
  }

  #adapt(
    role: "shift" | "level3",
    isNeeded: boolean,
    isActive: boolean,
    change: { release: number[]; press: number[] },
  ) {
    if (isNeeded === isActive) return;
    const keysym = role === "shift" ? KEYSYM.shiftLeft : KEYSYM.level3Shift;
    const keycode = this.#keymap.keycodeOf(keysym);
    if (!isNeeded) change.release.push(...this.#held.keycodes(role));
    else if (keycode !== null) change.press.push(keycode);
  }

  #hold(code: string, keycode: number, role: ReturnType<typeof roleOf>): void {
    this.#held.set(code, { keycode, role, isTapped: false });
    this.#xtest.key(keycode, true);
  }

  #tap(keycode: number): void {
    // Held by another finger it would not go down again.
    if (this.#held.isDown(keycode)) this.#xtest.key(keycode, false);
    this.#xtest.key(keycode, true);
    this.#xtest.key(keycode, false);
  }

  #tapKeysym(keysym: number): void {
    const keycode = keysym === KEYSYM.none ? null : this.#keymap.keycodeOf(keysym);
    if (keycode !== null) this.#tap(keycode);
  }

  #heldNow({ shift }: { shift: boolean }): Held {
    return { shift, isDown: (keycode) => this.#held.isDown(keycode) };
  }

  async #syncCapsLock(stroke: KeyStroke): Promise<void> {
    if (!stroke.locks || (await this.#state()).caps === stroke.locks.caps) return;
    this.#tapKeysym(KEYSYM.capsLock);
  }

  async #setNumLock(isOn: boolean): Promise<void> {
    if ((await this.#state()).num !== isOn) this.#tapKeysym(KEYSYM.numLock);
  }

  async #state(): Promise<State> {
    const { mask, group } = await queryPointer(this.#connection);
    return {
      group,
      caps: (mask & KEY_BUTTON_MASK.lock) !== 0,
      num: (mask & this.#keymap.numLockMask) !== 0,
      shift: (mask & KEY_BUTTON_MASK.shift) !== 0,
      level3: (mask & this.#keymap.level3Mask) !== 0,
    };
  }

  async #reloadKeymap(): Promise<void> {
    this.#isKeymapOld = false;
    const [mapping, modifiers] = await Promise.all([
      getKeyboardMapping(this.#connection),
      getModifierMapping(this.#connection),
    ]);
    this.#spares.review(mapping);
    this.#keymap = createKeymap(mapping, modifiers, this.#spares.ours);
  }
}
