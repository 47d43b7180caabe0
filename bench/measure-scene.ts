/** Plays one scene on a product's display with a viewer open, and takes what the tables show. */
import type { Page } from "playwright-core";
import { clickDelays, type Delay, delayOf } from "./measure/delay.ts";
import { residentBytes, startCpuMeter } from "./measure/process-usage.ts";
import { bytesToViewers } from "./measure/socket-bytes.ts";
import { SCENES, type SceneName } from "./painter/scenes.ts";
import { startPainter } from "./painter-process.ts";
import type { Product } from "./product.ts";
import type { PageSampler, SamplerReport } from "./sampler/page-sampler.ts";

declare const remotelinkSampler: PageSampler;

export type SceneResult = {
  scene: SceneName;
  delay: Delay | null;
  click: { p50Ms: number; p95Ms: number } | null;
  bytesPerSecond: number;
  /** Cores kept busy by each of the product's processes. */
  cores: Record<string, number>;
  residentBytes: Record<string, number>;
  animationFramesPerSecond: number;
};

/** Long enough for percentiles: a caret blinks twice a second. */
const SECONDS: Record<Exclude<SceneName, "photo">, number> = {
  idle: 12,
  caret: 15,
  click: 12,
  typing: 10,
  scroll: 10,
  drag: 10,
  motion: 12,
};
/** What came before has settled: sharpened, sent, painted. */
const SETTLE_MS = 2_500;
/** Apart enough that each click meets a still screen. */
const CLICK_EVERY_MS = 300;

export async function measureScene(
  product: Product,
  page: Page,
  scene: Exclude<SceneName, "photo">,
): Promise<SceneResult> {
  const painter = await startPainter(product.display, scene);
  await Bun.sleep(SETTLE_MS);
  const { counters } = SCENES[scene];
  await page.evaluate((at) => remotelinkSampler.start(at), [...counters]);
  const processes = Object.entries(product.processes);
  const meters = processes.map(([name, pid]) => [name, startCpuMeter([pid])] as const);
  const bytesBefore = await bytesToViewers(product.viewerPort, Object.values(product.processes));
  const startedAt = performance.now();
  painter.start();
  if (scene === "click") await clickAround(page, SECONDS.click * 1000);
  else await Bun.sleep(SECONDS[scene] * 1000);
  const seconds = (performance.now() - startedAt) / 1000;
  const cores = Object.fromEntries(meters.map(([name, meter]) => [name, meter.stop()]));
  const bytes = (await bytesToViewers(product.viewerPort, Object.values(product.processes))) - bytesBefore;
  const painted = await painter.stop();
  // What is still under way belongs to the run, however late it is.
  await Bun.sleep(1_000);
  const report: SamplerReport = await page.evaluate(() => remotelinkSampler.stop());
  return {
    scene,
    delay: painted.length > 0 && scene !== "click" ? delayOf(painted, report.sightings) : null,
    click: scene === "click" ? clickDelays(report.presses, report.sightings.slice(1)) : null,
    bytesPerSecond: bytes / seconds,
    cores,
    residentBytes: Object.fromEntries(processes.map(([name, pid]) => [name, residentBytes(pid)])),
    animationFramesPerSecond: report.animationFrames / (seconds + 1),
  };
}

async function clickAround(page: Page, durationMs: number): Promise<void> {
  const canvas = page.locator("canvas").first();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the viewer has no canvas to click on");
  const until = performance.now() + durationMs;
  while (performance.now() < until) {
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height * 0.75);
    await Bun.sleep(CLICK_EVERY_MS);
  }
}
