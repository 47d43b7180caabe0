/** A real browser for tests and the bench: Debian's Chromium, headless, software rendering. */
import { type Browser, chromium } from "playwright-core";

export async function startBrowser(): Promise<Browser> {
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
