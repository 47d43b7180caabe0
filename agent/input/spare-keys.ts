/**
 * Gives characters that the keyboard map lacks to keycodes that have none, in turn, and takes them back at the end. A
 * note on the root window names those keycodes, so that what a killed agent left behind is found and used again.
 */
import { getProperty, internAtom } from "../x11/atoms.ts";
import type { XConnection } from "../x11/connection.ts";
import { changeKeyboardMapping, type KeyboardMapping } from "../x11/keyboard.ts";
import { XRequest } from "../x11/request.ts";
import { emptyKeycodes, givesOnly, rowOf } from "./keymap.ts";
import { KEYSYM } from "./keysyms.ts";
import { type Slot, SpareSlots } from "./spare-slots.ts";

const NOTE = "_REMOTELINK_SPARE_KEYCODES";
const CHANGE_PROPERTY = 18;
const DELETE_PROPERTY = 19;
const REPLACE = 0;
const CARDINAL = 6;
const MAX_KEYCODES = 256;
/** Clients hear of a new mapping by an event and fetch it; a key that comes sooner would mean what it meant before. */
const SETTLE_MS = 10;

/** What is down at this moment. */
export type Held = { shift: boolean; isDown: (keycode: number) => boolean };

export class SpareKeys {
  readonly #connection: XConnection;
  readonly #note: number;
  readonly #slots: SpareSlots;
  /** Keycodes at our disposal. */
  #keycodes: number[];
  /** Keycodes that an agent which was killed left with a character on them, and what that was. */
  readonly #left: Map<number, string>;
  /** Keycodes of whose change we have yet to be told, by how many changes. */
  readonly #announced = new Map<number, number>();
  #isNoted = false;

  private constructor(
    connection: XConnection,
    note: number,
    empty: readonly number[],
    left: ReadonlyMap<number, string>,
  ) {
    this.#connection = connection;
    this.#note = note;
    this.#left = new Map(left);
    this.#keycodes = [...empty, ...left.keys()];
    this.#slots = new SpareSlots(this.#keycodes);
  }

  static async open(connection: XConnection, mapping: KeyboardMapping): Promise<SpareKeys> {
    const note = await internAtom(connection, NOTE);
    const { value } = await getProperty(connection, connection.setup.screen.root, note, MAX_KEYCODES);
    const empty = emptyKeycodes(mapping);
    const left = [...value].filter((keycode) => !empty.includes(keycode));
    return new SpareKeys(
      connection,
      note,
      empty,
      new Map(left.map((keycode) => [keycode, rowOf(mapping, keycode).join()])),
    );
  }

  /**
   * Gives these characters to spare keys, as many at once as there are keys for: one wait for all of them. The others find
   * their place when they are taken.
   */
  async prepare(keysyms: readonly number[], held: Held): Promise<void> {
    const wanted = [...new Set(keysyms)];
    for (const keysym of wanted) {
      const slot = this.#slots.find(keysym);
      // Else the others might take its place.
      if (slot) this.#slots.use(slot.keycode, performance.now());
    }
    const lacking = wanted.filter((keysym) => this.#slots.find(keysym) === null);
    const room = this.#keycodes.length * 2;
    await this.#assign(lacking.slice(0, room), held);
  }

  /** @returns the key that gives this keysym, and with what; null when there is no spare one */
  async take(keysym: number, held: Held): Promise<Slot | null> {
    if (this.#slots.find(keysym) === null) await this.#assign([keysym], held);
    const slot = this.#slots.find(keysym);
    if (slot) this.#slots.use(slot.keycode, performance.now());
    return slot;
  }

  /** Whether this news of a changed keycode is of a change that we made, and thus no news. */
  isOwnChange(keycode: number): boolean {
    const times = this.#announced.get(keycode) ?? 0;
    if (times > 1) this.#announced.set(keycode, times - 1);
    else this.#announced.delete(keycode);
    return times > 0;
  }

  /** Keycodes whose characters are our doing, and no part of the machine's own keyboard. */
  get ours(): Set<number> {
    return new Set([...this.#slots.given(), ...this.#left.keys()]);
  }

  /** Someone else changed the map, perhaps all of it: what they took is ours no longer. */
  review(mapping: KeyboardMapping): void {
    for (const keycode of this.#slots.given()) {
      if (!givesOnly(mapping, keycode, this.#slots.keysymsOf(keycode))) this.#slots.forget(keycode);
    }
    for (const [keycode, row] of this.#left) {
      if (rowOf(mapping, keycode).join() !== row) this.#left.delete(keycode);
    }
    this.#keycodes = [...new Set([...emptyKeycodes(mapping), ...this.ours])];
    this.#slots.setKeycodes(this.#keycodes);
  }

  /** Empties what was given. */
  async restore(): Promise<void> {
    const { ours } = this;
    if (this.#connection.isClosed || ours.size === 0) return;
    for (const keycode of ours) {
      changeKeyboardMapping(this.#connection, keycode, 2, [KEYSYM.none, KEYSYM.none]);
      this.#slots.forget(keycode);
    }
    this.#connection.send(new XRequest(DELETE_PROPERTY).u32(this.#connection.setup.screen.root, this.#note));
    await this.#connection.roundTrip();
  }

  async #assign(keysyms: readonly number[], held: Held): Promise<void> {
    const changed = new Set<number>();
    let freeAtMs = 0;
    for (const keysym of keysyms) {
      const placed = this.#slots.place(keysym, {
        prefersShift: held.shift,
        nowMs: performance.now(),
        isHeld: held.isDown,
      });
      if (!placed) continue;
      changed.add(placed.slot.keycode);
      freeAtMs = Math.max(freeAtMs, placed.freeAtMs);
      // The next one must not have this place.
      this.#slots.use(placed.slot.keycode, performance.now());
    }
    if (changed.size === 0) return;
    const waitMs = freeAtMs - performance.now();
    if (waitMs > 0) await Bun.sleep(waitMs);
    this.#writeNote();
    for (const keycode of changed) {
      this.#left.delete(keycode);
      this.#announced.set(keycode, (this.#announced.get(keycode) ?? 0) + 1);
      changeKeyboardMapping(this.#connection, keycode, 2, this.#slots.keysymsOf(keycode));
    }
    await this.#connection.roundTrip();
    await Bun.sleep(SETTLE_MS);
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
