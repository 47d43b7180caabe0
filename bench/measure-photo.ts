/** A photo beside text appears once: how soon the viewer's picture is the screen's, how close it comes, at what cost. */
import type { Page } from "playwright-core";
import { bytesToViewers } from "./measure/socket-bytes.ts";
import { SCENES } from "./painter/scenes.ts";
import { SCREEN } from "./painter/stage.ts";
import { connectX } from "./painter/x-connection.ts";
import { XDrawing } from "./painter/x-drawing.ts";
import { startPainter } from "./painter-process.ts";
import type { Product } from "./product.ts";
import type { PageSampler } from "./sampler/page-sampler.ts";

declare const remotelinkSampler: PageSampler;

export type PhotoResult = {
  /** From the paint to a canvas equal to the screen; null: never within the watch. */
  bitExactAfterMs: number | null;
  /** Of the picture at the end of the watch; Infinity when bit-exact. */
  psnrDb: number;
  bytes: number;
};

const SETTLE_MS = 2_500;
const PAINT_MS = 1_000;
const WATCH_MS = 6_000;
const COMPARE_EVERY_MS = 60;

export async function measurePhoto(product: Product, page: Page): Promise<PhotoResult> {
  // Played once before, only to learn what the screen will look like: the scene is the same each time.
  const rehearsal = await startPainter(product.display, "photo");
  rehearsal.start();
  await Bun.sleep(PAINT_MS);
  const expected = await grabScreen(product.display);
  await rehearsal.stop();
  await page.evaluate((pixels) => remotelinkSampler.expect(pixels), expected.toString("base64"));

  const painter = await startPainter(product.display, "photo");
  await Bun.sleep(SETTLE_MS);
  await page.evaluate(
    ([counters, every]) => {
      remotelinkSampler.start(counters);
      remotelinkSampler.compareEvery(every);
    },
    [SCENES.photo.counters, COMPARE_EVERY_MS] as const,
  );
  const ownProcesses = Object.values(product.processes);
  const bytesBefore = await bytesToViewers(product.viewerPort, ownProcesses);
  painter.start();
  await Bun.sleep(WATCH_MS);
  const bytes = (await bytesToViewers(product.viewerPort, ownProcesses)) - bytesBefore;
  const report = await page.evaluate(() => remotelinkSampler.stop());
  const [painted] = await painter.stop();
  const exact = report.errors.find(([error]) => error === 0);
  const finalError = report.errors.at(-1)?.[0] ?? Number.NaN;
  return {
    bitExactAfterMs: exact && painted ? exact[1] - painted[1] : null,
    psnrDb: finalError === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(255 ** 2 / finalError),
    bytes,
  };
}

async function grabScreen(display: string): Promise<Buffer> {
  const x = await connectX(display);
  const pixels = await new XDrawing(x).getImage(x.screen.root, { x: 0, y: 0, ...SCREEN });
  x.close();
  return pixels;
}
