/** Working with a page by the keyboard alone: where the focus is, whether one sees it, and going on to what is named. */
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";

export type Focused = {
  /** What a screen reader calls it. */
  name: string;
  /** "button", "input"; a dialog, a menu item or a row by its role. */
  kind: string;
  /** A ring, a caret, a highlighted entry; the page as a whole, to which a new page leads, needs none. */
  isSeen: boolean;
};

/** More tab stops than the longest page has on the way to anything. */
const MAX_STEPS = 80;

/** @throws Error where nothing has the focus, or it cannot be seen */
export async function focusOf(page: Page): Promise<Focused> {
  let found: Focused | null = null;
  await waitUntil("something having the focus", async () => {
    found = await readFocus(page);
    return found !== null;
  });
  const focused = found as Focused | null;
  if (!focused?.isSeen) throw new Error(`the focus is not seen on ${JSON.stringify(focused)}`);
  return focused;
}

/** Goes on key by key until what is named has the focus. */
export async function goTo(page: Page, name: RegExp | string, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < MAX_STEPS; step++) {
    await page.keyboard.press(key);
    const focused = await focusOf(page);
    if (typeof name === "string" ? focused.name === name : name.test(focused.name)) return;
    passed.push(`${focused.kind} ${JSON.stringify(focused.name)}`);
  }
  throw new Error(`${name} is not reached by ${key}; passed: ${passed.join(", ")}`);
}

/** Waits for the focus to come to what is named, by itself. */
export async function focusComesTo(page: Page, name: RegExp | string): Promise<void> {
  await waitUntil(`the focus on ${name}`, async () => {
    const focused = await readFocus(page);
    return focused !== null && (typeof name === "string" ? focused.name === name : name.test(focused.name));
  });
  await focusOf(page);
}

async function readFocus(page: Page): Promise<Focused | null> {
  return await page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
    const labelledBy = document.getElementById(element.getAttribute("aria-labelledby") ?? "");
    const text = element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? labelledBy?.textContent;
    const isRinged = (one: Element | null | undefined): boolean => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
    };
    const isWhole = element.id === "main" || element.matches("[role=dialog], [role=alertdialog], [role=menu]");
    const isSeen =
      isWhole ||
      isRinged(element) ||
      isRinged(element.closest("label")) ||
      isRinged(element.parentElement) ||
      element.matches("[data-highlighted], [role=combobox]");
    return {
      name: (text ?? element.textContent).replace(/\s+/g, " ").trim(),
      kind: element.getAttribute("role") ?? element.localName,
      isSeen,
    };
  });
}
