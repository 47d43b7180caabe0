/** XTEST: input as if it came from the machine's own mouse and keyboard (XTEST protocol §3, FakeInput). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const FAKE_INPUT = 2;
const KEY_PRESS = 2;
const KEY_RELEASE = 3;
const BUTTON_PRESS = 4;
const BUTTON_RELEASE = 5;
const MOTION_NOTIFY = 6;

export interface XTest {
  /** @param keycode physical key of the X server, 8–255 */
  key(keycode: number, isDown: boolean): void;
  /** @param button 1 left, 2 middle, 3 right, 4–7 wheel up, down, left, right */
  button(button: number, isDown: boolean): void;
  /** Pixels of the root window: all monitors together. */
  motion(x: number, y: number): void;
}

/** @returns null when the server lacks XTEST. Nothing waits for a reply; `connection.roundTrip()` flushes. */
export async function openXTest(connection: XConnection): Promise<XTest | null> {
  const extension = await connection.extension("XTEST");
  if (!extension) return null;
  const fake = (type: number, detail: number, x: number, y: number): void => {
    const root = type === MOTION_NOTIFY ? connection.setup.screen.root : 0;
    // type, detail, delay 0, root, 8 unused, position, 8 unused
    const request = new XRequest(extension.opcode, FAKE_INPUT).u8(type, detail, 0, 0).u32(0, root, 0, 0);
    connection.send(request.i16(x, y).u32(0, 0));
  };
  return {
    key: (keycode, isDown) => fake(isDown ? KEY_PRESS : KEY_RELEASE, keycode, 0, 0),
    button: (button, isDown) => fake(isDown ? BUTTON_PRESS : BUTTON_RELEASE, button, 0, 0),
    motion: (x, y) => fake(MOTION_NOTIFY, 0, x, y),
  };
}
