/**
 * Gives characters that the keyboard map lacks to keycodes that have none, in turn, and takes them back at the end. A
 * note on the root window names those keycodes, so that what a killed agent left behind is found and used again.
 */
import { getProperty, internAtom } from "../x11/atoms.ts";
import type { XConnection } from "../x11/connection.ts";
import { changeKeyboardMapping } from "../x11/keyboard.ts";
import { XRequest } from "../x11/request.ts";
import type { Keymap } from "./keymap.ts";
import { KEYSYM } from "./keysyms.ts";

const NOTE = "_REMOTELINK_SPARE_KEYCODES";
const CHANGE_PROPERTY = 18;
const DELETE_PROPERTY = 19;
const REPLACE = 0;
const CARDINAL = 6;
const MAX_KEYCODES = 256;
/** Clients hear of a new mapping by an event and fetch it; a key that comes sooner would mean what it meant before. */
const SETTLE_MS = 10;

export class SpareKeys {
  readonly #connection: XConnection;
  readonly #note: number;
  /** Keycodes at our disposal. */
  #keycodes: number[];
  /** What each of ours gives now; the one used longest ago comes first. */
  readonly #assigned = new Map<number, number>();
  /** Keycodes that an agent which was killed left with a character on them. */
  readonly #left: Set<number>;
  /** Keycodes of whose change we have yet to be told. */
  readonly #announced = new Set<number>();
  #isNoted = false;

  private constructor(connection: XConnection, note: number, empty: readonly number[], left: readonly number[]) {
    this.#connection = connection;
    this.#note = note;
    this.#left = new Set(left);
    this.#keycodes = [...empty, ...left];
  }

  static async open(connection: XConnection, keymap: Keymap): Promise<SpareKeys> {
    const note = await internAtom(connection, NOTE);
    const { value } = await getProperty(connection, connection.setup.screen.root, note, MAX_KEYCODES);
    const empty = keymap.spareKeycodes();
    return new SpareKeys(
      connection,
      note,
      empty,
      [...value].filter((keycode) => !empty.includes(keycode)),
    );
  }

  /**
   * @param isHeld keycodes that are down and must stay what they are
   * @returns a keycode that gives this keysym at every level; null when there is no spare one
   */
  async take(keysym: number, isHeld: (keycode: number) => boolean): Promise<number | null> {
    const known = [...this.#assigned].find(([, given]) => given === keysym)?.[0];
    const keycode = known ?? this.#next(isHeld);
    if (keycode === undefined) return null;
    this.#assigned.delete(keycode);
    this.#assigned.set(keycode, keysym);
    if (known === undefined) {
      this.#writeNote();
      this.#announced.add(keycode);
      // Both levels alike, or the server would make a letter's capital of the second.
      changeKeyboardMapping(this.#connection, keycode, 2, [keysym, keysym]);
      await this.#connection.roundTrip();
      await Bun.sleep(SETTLE_MS);
    }
    return keycode;
  }

  /** Whether this news of a changed keycode is of a change that we made, and thus no news. */
  isOwnChange(keycode: number): boolean {
    return this.#announced.delete(keycode);
  }

  /** Someone else changed the map, perhaps all of it: what they took is ours no longer. */
  review(keymap: Keymap): void {
    for (const [keycode, keysym] of this.#assigned) {
      if (!keymap.hasOnly(keycode, keysym)) this.#assigned.delete(keycode);
    }
    this.#left.clear();
    this.#keycodes = [...new Set([...keymap.spareKeycodes(), ...this.#assigned.keys()])];
  }

  /** Empties what was given. */
  async restore(): Promise<void> {
    const ours = new Set([...this.#assigned.keys(), ...this.#left]);
    if (this.#connection.isClosed || ours.size === 0) return;
    for (const keycode of ours) {
      changeKeyboardMapping(this.#connection, keycode, 2, [KEYSYM.none, KEYSYM.none]);
    }
    this.#assigned.clear();
    this.#connection.send(new XRequest(DELETE_PROPERTY).u32(this.#connection.setup.screen.root, this.#note));
    await this.#connection.roundTrip();
  }

  #next(isHeld: (keycode: number) => boolean): number | undefined {
    return (
      this.#keycodes.find((keycode) => !this.#assigned.has(keycode)) ??
      [...this.#assigned.keys()].find((keycode) => !isHeld(keycode))
    );
  }

  #writeNote(): void {
    if (this.#isNoted) return;
    this.#isNoted = true;
    const { root } = this.#connection.setup.screen;
    this.#connection.send(
      new XRequest(CHANGE_PROPERTY, REPLACE)
        .u32(root, this.#note, CARDINAL)
        .u8(8, 0, 0, 0)
        .u32(this.#keycodes.length)
        .bytes(Uint8Array.from(this.#keycodes)),
    );
  }
}
