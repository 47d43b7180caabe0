/** The keyboard mapping of the X server: reading it, changing single keycodes, and hearing of changes (X11 §9, §10). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const QUERY_KEYMAP = 44;
const CHANGE_KEYBOARD_MAPPING = 100;
const GET_KEYBOARD_MAPPING = 101;
const GET_MODIFIER_MAPPING = 119;
const MAPPING_NOTIFY = 34;

export type KeyboardMapping = {
  minKeycode: number;
  maxKeycode: number;
  keysymsPerKeycode: number;
  /**
   * Keysyms of keycode k start at (k − minKeycode) × keysymsPerKeycode; 0 is none. Order of XKB servers (XKB protocol
   * §12.4): group 1 levels 1, 2, group 2 levels 1, 2, group 1 levels 3, 4 (AltGr, AltGr+Shift), group 2 levels 3, 4, then
   * further groups.
   */
  keysyms: Uint32Array;
};

/** Keycodes of the eight modifiers, in this order: Shift, Lock, Control, Mod1 … Mod5. */
export type ModifierMapping = readonly (readonly number[])[];

export type MappingChange = "modifier" | "keyboard" | "pointer";

export async function getKeyboardMapping(connection: XConnection): Promise<KeyboardMapping> {
  const { minKeycode, maxKeycode } = connection.setup;
  const count = maxKeycode - minKeycode + 1;
  const reply = await connection.ask(new XRequest(GET_KEYBOARD_MAPPING).u8(minKeycode, count, 0, 0));
  const keysymsPerKeycode = reply.readUInt8(1);
  const keysyms = new Uint32Array(count * keysymsPerKeycode);
  for (let index = 0; index < keysyms.length; index++) keysyms[index] = reply.readUInt32LE(32 + index * 4);
  return { minKeycode, maxKeycode, keysymsPerKeycode, keysyms };
}

/**
 * Gives consecutive keycodes new keysyms. Clients learn of it by an event: wait some 10 ms before the key is pressed.
 * @param keysyms `keysymsPerKeycode` for each keycode; 0 for none
 */
export function changeKeyboardMapping(
  connection: XConnection,
  firstKeycode: number,
  keysymsPerKeycode: number,
  keysyms: readonly number[],
): void {
  const count = Math.floor(keysyms.length / keysymsPerKeycode);
  const request = new XRequest(CHANGE_KEYBOARD_MAPPING, count).u8(firstKeycode, keysymsPerKeycode, 0, 0);
  connection.send(request.u32(...keysyms.slice(0, count * keysymsPerKeycode)));
}

export async function getModifierMapping(connection: XConnection): Promise<ModifierMapping> {
  const reply = await connection.ask(new XRequest(GET_MODIFIER_MAPPING));
  const perModifier = reply.readUInt8(1);
  return Array.from({ length: 8 }, (_, modifier) => {
    const start = 32 + modifier * perModifier;
    return [...reply.subarray(start, start + perModifier)].filter((keycode) => keycode !== 0);
  });
}

/** @returns the keycodes that are down now */
export async function getPressedKeycodes(connection: XConnection): Promise<number[]> {
  const reply = await connection.ask(new XRequest(QUERY_KEYMAP));
  const pressed: number[] = [];
  for (let keycode = 8; keycode < 256; keycode++) {
    if (reply.readUInt8(8 + (keycode >> 3)) & (1 << (keycode & 7))) pressed.push(keycode);
  }
  return pressed;
}

/** Calls `listener` after every change of a mapping, our own included; all clients are told without asking. */
export function listenToMappingChanges(
  connection: XConnection,
  listener: (what: MappingChange, firstKeycode: number, count: number) => void,
): () => void {
  const kinds: readonly MappingChange[] = ["modifier", "keyboard", "pointer"];
  return connection.listen(MAPPING_NOTIFY, (event) => {
    const what = kinds[event.readUInt8(4)];
    if (what) listener(what, event.readUInt8(5), event.readUInt8(6));
  });
}
