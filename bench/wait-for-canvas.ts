/** Waiting for a viewer's picture in the measured browser. */
import type { Page } from "playwright-core";

/** Resolves when the page has a canvas of the given size. */
export async function waitForCanvas(page: Page, width: number, height: number): Promise<void> {
  await page.waitForFunction(
    ([w, h]) => [...document.querySelectorAll("canvas")].some((canvas) => canvas.width === w && canvas.height === h),
    [width, height],
    { timeout: 30_000 },
  );
}
