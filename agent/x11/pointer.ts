/** Where the X pointer is and which modifiers, buttons and keyboard group are in force (X11 §9, QueryPointer). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const QUERY_POINTER = 38;

/** Bits of `PointerState.mask`. */
export const KEY_BUTTON_MASK = {
  shift: 1,
  lock: 2,
  control: 4,
  mod1: 8,
  mod2: 16,
  mod3: 32,
  mod4: 64,
  mod5: 128,
} as const;

export type PointerState = {
  /** Pixels of the root window. */
  x: number;
  y: number;
  /** Whether it is on the screen of this connection. */
  isHere: boolean;
  /** Modifiers in force, locked ones included, and buttons 1–5 from bit 8 on. */
  mask: number;
  /** Keyboard group (layout) in force, 0–3: XKB servers put it into bits 13 and 14 of the mask (XKB §2.2.2). */
  group: number;
};

export async function queryPointer(connection: XConnection): Promise<PointerState> {
  const reply = await connection.ask(new XRequest(QUERY_POINTER).u32(connection.setup.screen.root));
  const mask = reply.readUInt16LE(24);
  return {
    isHere: reply.readUInt8(1) !== 0,
    x: reply.readInt16LE(16),
    y: reply.readInt16LE(18),
    mask: mask & 0x1fff,
    group: (mask >> 13) & 3,
  };
}
