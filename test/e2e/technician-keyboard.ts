/** A technician with a keyboard of another country: a real browser on an X server, and keys pressed there. */
import type { Page } from "playwright-core";
import {
  everyStroke,
  type LayoutName,
  type LayoutStroke,
  openPhysicalKeyboard,
  type PhysicalKeyboard,
  setLayout,
} from "../fakes/keyboard-layouts.ts";
import { waitUntil } from "../fakes/wait-until.ts";

/** What the browser's keyboard queue takes without losing any. */
const STROKES_AT_ONCE = 200;

/** Sets the layout, and puts the pointer at a point of the page. */
export async function sitDownAt(
  display: string,
  name: LayoutName,
  page: Page,
  at: { x: number; y: number },
): Promise<PhysicalKeyboard> {
  await setLayout(display, name);
  const keyboard = await openPhysicalKeyboard(display);
  const origin = await page.evaluate(() => ({
    x: window.screenX + (window.outerWidth - window.innerWidth) / 2,
    y: window.screenY + window.outerHeight - window.innerHeight,
  }));
  keyboard.pointAt(Math.round(origin.x + at.x), Math.round(origin.y + at.y));
  keyboard.click();
  return keyboard;
}

/**
 * What the browser makes of every key of the layout, by itself, in a plain text field: characters, dead keys and all.
 * @param page an empty one that is shown on the display
 */
export async function readLayout(display: string, name: LayoutName, page: Page): Promise<LayoutStroke[]> {
  await page.setContent(`<textarea style="position:fixed;inset:0"></textarea>`);
  const keyboard = await sitDownAt(display, name, page, { x: 100, y: 100 });
  const field = page.locator("textarea");
  await waitUntil("the field having the keyboard", () => page.evaluate(() => document.hasFocus()));
  await field.focus();
  const strokes = everyStroke(keyboard.keys);
  const lines: string[] = [];
  for (let at = 0; at < strokes.length; at += STROKES_AT_ONCE) {
    const some = strokes.slice(at, at + STROKES_AT_ONCE);
    for (const stroke of some) {
      keyboard.type(stroke);
      keyboard.enter();
    }
    await waitUntil(`${some.length} lines`, async () => (await field.inputValue()).split("\n").length > some.length);
    lines.push(...(await field.inputValue()).split("\n").slice(0, some.length));
    await field.fill("");
  }
  keyboard.close();
  return strokes.flatMap((stroke, at) => (lines[at] ? [{ ...stroke, text: lines[at] }] : []));
}
