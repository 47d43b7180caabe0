/** One round: starts a product and a browser, plays the scenes one after another, ends both. */
import { startBrowser } from "../test/fakes/browser-process.ts";
import { measurePhoto, type PhotoResult } from "./measure-photo.ts";
import { measureScene, type SceneResult } from "./measure-scene.ts";
import type { SceneName } from "./painter/scenes.ts";
import type { Product } from "./product.ts";
import { installSampler } from "./sampler/install-sampler.ts";

export type RoundResult = { product: string; scenes: SceneResult[]; photo: PhotoResult | null };

export async function measureProduct(
  start: () => Promise<Product>,
  scenes: readonly SceneName[],
  tell: (line: string) => void,
): Promise<RoundResult> {
  const product = await start();
  const browser = await startBrowser();
  const round: RoundResult = { product: product.name, scenes: [], photo: null };
  try {
    const page = await product.openViewer(browser);
    await installSampler(page);
    for (const scene of scenes) {
      tell(`${product.name}: ${scene} …`);
      if (scene === "photo") round.photo = await measurePhoto(product, page);
      else round.scenes.push(await measureScene(product, page, scene));
    }
    return round;
  } finally {
    await browser.close();
    await product.stop();
  }
}
