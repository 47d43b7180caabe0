/**
 * Input into an X display by XTEST. A key is looked up by its meaning in the machine's own keyboard map, with the level
 * modifiers it needs there; what the map lacks is typed with a spare keycode.
 */
import type { DisplayAccess } from "../stream/screen-stream.ts";
import { connectX, type XConnection } from "../x11/connection.ts";
import { getKeyboardMapping, getModifierMapping, listenToMappingChanges } from "../x11/keyboard.ts";
import { KEY_BUTTON_MASK, queryPointer } from "../x11/pointer.ts";
import { openXTest, type XTest } from "../x11/xtest.ts";
import { HeldKeys, roleOf } from "./held-keys.ts";
import type { Injector, KeyStroke, MouseButton } from "./injector.ts";
import { createKeymap, type KeyChoice, type Keymap } from "./keymap.ts";
import { KEYSYM, keysymOfNamedKey, keysymsOfCharacter } from "./keysyms.ts";
import { keycodeOfPlace } from "./physical-keys.ts";
import { SpareKeys } from "./spare-keys.ts";
import { createWheel } from "./wheel.ts";

const BUTTONS: Readonly<Record<MouseButton, number>> = { left: 1, middle: 2, right: 3 };
const NUMPAD = 3;

/**
 * @param lost called once when the display goes away
 * @throws XConnectError, or Error for a display without XTEST
 */
export async function openX11Injector(access: DisplayAccess, lost: () => void): Promise<Injector> {
  const connection = await connectX(access.display, access.authority);
  const xtest = await openXTest(connection);
  if (!xtest) {
    connection.close();
    throw new Error(`the X display ${access.display} has no XTEST extension: input cannot be made there`);
  }
  const keymap = await readKeymap(connection);
  const keyboard = new X11Keyboard(connection, xtest, keymap, await SpareKeys.open(connection, keymap));
  let isClosing = false;
  void connection.closed.then(() => {
    if (!isClosing) lost();
  });
  return injectorOf(connection, xtest, keyboard, () => {
    isClosing = true;
  });
}

function injectorOf(connection: XConnection, xtest: XTest, keyboard: X11Keyboard, closing: () => void): Injector {
  const down = new Set<MouseButton>();
  const press = (button: number): void => {
    xtest.button(button, true);
    xtest.button(button, false);
  };
  const wheel = createWheel({ up: () => press(4), down: () => press(5), left: () => press(6), right: () => press(7) });
  const setButton = (button: MouseButton, isDown: boolean): void => {
    if (isDown === down.has(button)) return;
    if (isDown) down.add(button);
    else down.delete(button);
    xtest.button(BUTTONS[button], isDown);
  };
  const injector: Injector = {
    // The server clamps to the screen; this clamps to what fits the request.
    movePointer: (x, y) => xtest.motion(Math.min(Math.max(x, 0), 0x7fff), Math.min(Math.max(y, 0), 0x7fff)),
    setButton,
    scroll: wheel,
    keyDown: (stroke) => keyboard.enqueue(() => keyboard.down(stroke)),
    keyUp: (code) => keyboard.enqueue(() => keyboard.up(code)),
    typeKey: (key) =>
      keyboard.enqueue(async () => {
        const code = `type:${key}`;
        await keyboard.down({ code, key });
        keyboard.up(code);
      }),
    async releaseAll() {
      for (const button of [...down]) setButton(button, false);
      await keyboard.enqueue(() => keyboard.releaseAll());
      await connection.roundTrip();
    },
    async close() {
      closing();
      if (!connection.isClosed) {
        await injector.releaseAll();
        await keyboard.restore();
      }
      connection.close();
    },
  };
  return injector;
}

async function readKeymap(connection: XConnection): Promise<Keymap> {
  const [mapping, modifiers] = await Promise.all([getKeyboardMapping(connection), getModifierMapping(connection)]);
  return createKeymap(mapping, modifiers);
}

type State = { group: number; caps: boolean; num: boolean; shift: boolean; level3: boolean };

class X11Keyboard {
  readonly #connection: XConnection;
  readonly #xtest: XTest;
  readonly #spares: SpareKeys;
  readonly #held = new HeldKeys();
  #keymap: Keymap;
  #isKeymapOld = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(connection: XConnection, xtest: XTest, keymap: Keymap, spares: SpareKeys) {
    this.#connection = connection;
    this.#xtest = xtest;
    this.#keymap = keymap;
    this.#spares = spares;
    listenToMappingChanges(connection, (what, first, count) => {
      if (what === "pointer" || (count === 1 && spares.isOurs(first))) return;
      this.#isKeymapOld = true;
    });
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
    const keycode = this.#keymap.keycodeOf(keysym) ?? (role ? null : await this.#takeSpare(keysym));
    if (keycode !== null) this.#hold(stroke.code, keycode, role);
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
    const spare = await this.#takeSpare(last);
    if (spare === null) throw new Error(`no spare keycode for ${JSON.stringify(stroke.key)}`);
    this.#pressChoice(stroke.code, { keycode: spare, shift: state.shift, level3: false }, state);
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

  #takeSpare(keysym: number): Promise<number | null> {
    return this.#spares.take(keysym, (keycode) => this.#held.isDown(keycode));
  }

  async #syncCapsLock(stroke: KeyStroke): Promise<void> {
    if (!stroke.locks || (await this.#state()).caps === stroke.locks.caps) return;
    const keycode = this.#keymap.keycodeOf(KEYSYM.capsLock);
    if (keycode !== null) this.#tap(keycode);
  }

  async #setNumLock(isOn: boolean): Promise<void> {
    const keycode = this.#keymap.keycodeOf(KEYSYM.numLock);
    if (keycode !== null && (await this.#state()).num !== isOn) this.#tap(keycode);
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
    this.#keymap = await readKeymap(this.#connection);
    this.#spares.review(this.#keymap);
  }
}
