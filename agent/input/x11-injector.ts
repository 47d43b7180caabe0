/** Input into an X display by XTEST, on a connection of its own that never waits behind pictures. */
import type { DisplayAccess } from "../stream/screen-stream.ts";
import { connectX, type XConnection } from "../x11/connection.ts";
import { openXTest, type XTest } from "../x11/xtest.ts";
import type { Injector, MouseButton } from "./injector.ts";
import { releaseLeftovers } from "./release-leftovers.ts";
import { createWheel } from "./wheel.ts";
import { X11Keyboard } from "./x11-keyboard.ts";

const BUTTONS: Readonly<Record<MouseButton, number>> = { left: 1, middle: 2, right: 3 };

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
  await releaseLeftovers(connection, xtest);
  const keyboard = await X11Keyboard.open(connection, xtest);
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
    typeText: (text) => keyboard.enqueue(() => keyboard.type(text)),
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
