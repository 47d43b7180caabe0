/** What a technician does with pointer and keys arrives in real X clients exactly. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openButtonTarget, openTypingTarget } from "./input-target.ts";
import { type Installation, install, pagePointOf } from "./support-session.ts";

setDefaultTimeout(90_000);

let installation: Installation;
let page: Page;

beforeAll(async () => {
  installation = await install();
  ({ page } = await installation.openViewer());
});
afterAll(() => installation?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

check("the pointer stands on the very pixel that the technician points at", async () => {
  const target = await openButtonTarget(installation.screen.display, { x: 0, y: 0, width: 10, height: 10 });
  for (const wanted of [
    { x: 640, y: 400 },
    { x: 1, y: 799 },
    { x: 1279, y: 3 },
    { x: 333, y: 777 },
  ]) {
    const { x, y } = await pagePointOf(page, wanted.x, wanted.y);
    await page.mouse.move(x, y);
    let at = await target.pointer();
    await waitUntil(`the pointer reaching ${wanted.x},${wanted.y}`, async () => {
      at = await target.pointer();
      return at.x === wanted.x && at.y === wanted.y;
    }).catch((failure) => {
      throw new Error(`${failure.message}; it stands at ${at.x},${at.y}`);
    });
  }
  target.close();
});

check("left, middle and right button and the wheel arrive as such, where they were used", async () => {
  const target = await openButtonTarget(installation.screen.display, { x: 100, y: 100, width: 400, height: 300 });
  const { x, y } = await pagePointOf(page, 250, 220);
  await page.mouse.move(x, y);
  for (const button of ["left", "middle", "right"] as const) await page.mouse.click(x, y, { button });
  await page.mouse.wheel(0, 120);
  await waitUntil("the wheel turning down", () => target.events.some((event) => event.button === 5));
  await page.mouse.wheel(0, -120);
  await waitUntil("the wheel turning up", () => target.events.some((event) => event.button === 4));
  const clicks = target.events.filter((event) => event.button <= 3);
  expect(clicks).toEqual(
    [1, 2, 3].flatMap((button) => [
      { kind: "down" as const, button, x: 250, y: 220 },
      { kind: "up" as const, button, x: 250, y: 220 },
    ]),
  );
  target.close();
});

check("typed text arrives exactly, whatever the machine's keyboard layout", async () => {
  const text = "Hello, World! é € ñ @ {} 漢字 😀";
  const target = await openTypingTarget(installation.screen.display);
  try {
    // Without a window manager the keyboard's focus follows the pointer.
    const { x, y } = await pagePointOf(page, 200, 200);
    await page.mouse.click(x, y);
    await typeOnKeyboard(page, text);
    await page.keyboard.press("Enter");
    await waitUntil("the line arriving", () => target.text().endsWith("\n"));
    expect(target.text()).toBe(`${text}\n`);
  } finally {
    await target.stop();
  }
});

check("text of an input method arrives exactly", async () => {
  const text = "日本語 ñandú 👍";
  const target = await openTypingTarget(installation.screen.display);
  try {
    const { x, y } = await pagePointOf(page, 200, 200);
    await page.mouse.click(x, y);
    await page.keyboard.insertText(text);
    await page.keyboard.press("Enter");
    await waitUntil("the line arriving", () => target.text().endsWith("\n"));
    expect(target.text()).toBe(`${text}\n`);
  } finally {
    await target.stop();
  }
});

/** Keys as a keyboard with a layout of its own sends them: each with its `key`, one after another. */
async function typeOnKeyboard(viewer: Page, text: string): Promise<void> {
  const debugger_ = await viewer.context().newCDPSession(viewer);
  for (const key of text) {
    const event = { key, code: key === " " ? "Space" : "KeyA", windowsVirtualKeyCode: 65 };
    await debugger_.send("Input.dispatchKeyEvent", { type: "keyDown", text: key, ...event });
    await debugger_.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }
  await debugger_.detach();
}
