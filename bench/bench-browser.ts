/** The browser that every product is measured in: Debian's Chromium, headless, software rendering. */
import { type Browser, chromium, type Page } from "playwright-core";

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Resolves when the page's largest canvas has the given size. */
export async function waitForCanvas(page: Page, width: number, height: number): Promise<void> {
  await page.waitForFunction(
    ([w, h]) => [...document.querySelectorAll("canvas")].some((canvas) => canvas.width === w && canvas.height === h),
    [width, height],
    { timeout: 30_000 },
  );
}
