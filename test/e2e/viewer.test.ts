/** The viewer's own controls in a real browser: what they do to the keyboard, to input, and to the session. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openButtonTarget, openTypingTarget, type TypingTarget } from "./input-target.ts";
import { type Installation, install, pagePointOf, waitForPicture } from "./support-session.ts";

setDefaultTimeout(90_000);

let installation: Installation;
let page: Page;
let terminal: TypingTarget;

beforeAll(async () => {
  installation = await install();
  ({ page } = await installation.openViewer());
  terminal = await openTypingTarget(installation.screen.display);
});
afterAll(async () => {
  await terminal?.stop();
  await installation?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

/** Points at the terminal, which has the machine's keyboard then, and clears what it was told before. */
async function pointAtTerminal(): Promise<void> {
  const { x, y } = await pagePointOf(page, 200, 200);
  await page.mouse.click(x, y);
}

async function lastLineAfterEnter(): Promise<string> {
  const lines = terminal.text().split("\n").length;
  await page.keyboard.press("Enter");
  await waitUntil("the line arriving", () => terminal.text().split("\n").length > lines);
  return terminal.text().split("\n").at(-2) ?? "";
}

type Key = { key: string; code: string; text?: string; location?: number };

async function press(...keys: Key[]): Promise<void> {
  const debugger_ = await page.context().newCDPSession(page);
  for (const key of keys) await debugger_.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
  for (const { text: _, ...key } of keys.toReversed()) {
    await debugger_.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  }
  await debugger_.detach();
}

check("dead keys and AltGr give the characters that the technician's keyboard gives", async () => {
  await pointAtTerminal();
  await press({ key: "Dead", code: "Quote" });
  await press({ key: "é", code: "KeyE", text: "é" });
  await press({ key: "AltGraph", code: "AltRight", location: 2 }, { key: "@", code: "KeyQ", text: "@" });
  expect(await lastLineAfterEnter()).toBe("é@");
});

check("a key that is held when the window loses the focus is let go", async () => {
  await pointAtTerminal();
  await page.keyboard.down("Shift");
  await page.keyboard.type("X");
  await page.evaluate(() => window.dispatchEvent(new Event("blur")));
  await press({ key: "a", code: "KeyA", text: "a" });
  await page.keyboard.up("Shift");
  expect(await lastLineAfterEnter()).toBe("Xa");
});

check("after a choice in a menu, typing goes to the machine again", async () => {
  await pointAtTerminal();
  await page.getByRole("button", { name: /^quality/i }).click();
  await page.getByRole("menuitemradio", { name: /^high/i }).click();
  await page.getByRole("button", { name: /^quality: high/i }).waitFor();
  await waitUntil("the keyboard being back", () => page.evaluate(() => document.activeElement?.tagName === "TEXTAREA"));
  await page.keyboard.type("back");
  expect(await lastLineAfterEnter()).toBe("back");
});

check("view only sends nothing, until it is left", async () => {
  const target = await openButtonTarget(installation.screen.display, { x: 700, y: 300, width: 300, height: 300 });
  const { x, y } = await pagePointOf(page, 800, 400);
  const toggle = page.getByRole("button", { name: /^view only/i });
  await toggle.click();
  await page.mouse.click(x, y, { button: "right" });
  await page.keyboard.type("unheard");
  await toggle.click();
  await page.mouse.click(x, y);
  await waitUntil("the click arriving", () => target.events.length >= 2);
  expect(target.events.map(({ button }) => button)).toEqual([1, 1]);
  target.close();
  await pointAtTerminal();
  expect(await lastLineAfterEnter()).toBe("");
});

check("an ended session offers a new one on the same machine", async () => {
  const before = page.url();
  await page.getByRole("button", { name: /^end session/i }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^end session/i })
    .click();
  await page.getByText("You ended it.").waitFor();
  await page.getByRole("button", { name: /^reconnect/i }).click();
  await waitUntil("another session being open", () => page.url() !== before);
  await waitForPicture(page);
});
