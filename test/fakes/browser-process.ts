/** A real browser for tests and the bench: Debian's Chromium, software rendering, headless unless it is given a display. */
import { type Browser, chromium } from "playwright-core";

/** @param display an X display with a real keyboard for it, where its window fills the screen */
export async function startBrowser(display?: string): Promise<Browser> {
  return await chromium.launch({
    executablePath: "/usr/bin/chromium",
    ...(display !== undefined && { headless: false, env: { ...process.env, DISPLAY: display, LC_ALL: "C.UTF-8" } }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(display === undefined ? [] : ["--ozone-platform=x11", "--kiosk"]),
    ],
  });
}
