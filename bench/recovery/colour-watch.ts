/** When a viewer's page shows the machine again: the screen is given a colour, and each animation frame looks for it. */
import type { BrowserContext, Page } from "playwright-core";

const WANTED = "bench.wanted";
const SEEN_AT = "bench.seen-at";

/** To be called before the page is opened; it lives through reloads. */
export async function installColourWatch(context: BrowserContext): Promise<void> {
  await context.addInitScript(
    ([wantedKey, seenKey]) => {
      // Whatever was seen, was seen by the page before.
      sessionStorage.removeItem(seenKey);
      const probe = document.createElement("canvas");
      [probe.width, probe.height] = [1, 1];
      const pixel = probe.getContext("2d", { willReadFrequently: true });
      const look = (): void => {
        const wanted = sessionStorage.getItem(wantedKey);
        // The largest canvas is the screen; under an overlay it is the past that shows.
        const [canvas] = [...document.querySelectorAll("canvas")].sort((a, b) => b.width - a.width);
        const isCovered = document.querySelector("[role=alert]") !== null;
        if (wanted && canvas && canvas.width > 300 && !isCovered && !sessionStorage.getItem(seenKey) && pixel) {
          pixel.drawImage(canvas, 20, 20, 1, 1, 0, 0, 1, 1);
          const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
          if (`${red},${green},${blue}` === wanted) sessionStorage.setItem(seenKey, String(Date.now()));
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    [WANTED, SEEN_AT] as const,
  );
}

export type Colour = readonly [red: number, green: number, blue: number];

/** From now on the page notes when it first shows this colour. */
export async function watchFor(page: Page, colour: Colour): Promise<void> {
  await page.evaluate(
    ([wantedKey, seenKey, wanted]) => {
      sessionStorage.removeItem(seenKey);
      sessionStorage.setItem(wantedKey, wanted);
    },
    [WANTED, SEEN_AT, colour.join()] as const,
  );
}

/** @returns milliseconds since the epoch. @throws Error when it takes more than a minute */
export async function seenAt(page: Page): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    // A page that is being loaded anew has nothing to ask yet.
    const seen = await page.evaluate((key) => sessionStorage.getItem(key), SEEN_AT).catch(() => null);
    if (seen !== null) return Number(seen);
    await Bun.sleep(50);
  }
  throw new Error("the page never showed the machine again");
}
