/** Lets go of keys and buttons that an agent held when it was killed: the X server would hold them for ever. */
import type { DisplayAccess } from "../stream/screen-stream.ts";
import { connectX, type XConnection } from "../x11/connection.ts";
import { getPressedKeycodes } from "../x11/keyboard.ts";
import { queryPointer } from "../x11/pointer.ts";
import { openXTest, type XTest } from "../x11/xtest.ts";

/** Bits 8–12 of the pointer's state are buttons 1–5 (X11 protocol §2, KEYBUTMASK). */
const FIRST_BUTTON_BIT = 8;
const BUTTONS = [1, 2, 3, 4, 5];

/** @throws XConnectError when the display does not let us in */
export async function releaseLeftoversOf(access: DisplayAccess): Promise<void> {
  const connection = await connectX(access.display, access.authority);
  try {
    const xtest = await openXTest(connection);
    if (xtest) await releaseLeftovers(connection, xtest);
  } finally {
    connection.close();
  }
}

/** What the person holds on the machine's own keyboard stays down: to the server XTEST is a keyboard of its own. */
export async function releaseLeftovers(connection: XConnection, xtest: XTest): Promise<void> {
  const [keycodes, { mask }] = await Promise.all([getPressedKeycodes(connection), queryPointer(connection)]);
  for (const keycode of keycodes) xtest.key(keycode, false);
  for (const button of BUTTONS) if (mask & (1 << (FIRST_BUTTON_BIT + button - 1))) xtest.button(button, false);
  await connection.roundTrip();
}
