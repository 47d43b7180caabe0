/** Puts the sampler into a viewer's page, whatever that page's content security policy: through the debugger. */
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

let bundle: Promise<string> | undefined;

async function bundleSampler(): Promise<string> {
  const entry = fileURLToPath(new URL("./page-sampler.ts", import.meta.url));
  const built = await Bun.build({ entrypoints: [entry], target: "browser", format: "iife" });
  const [output] = built.outputs;
  if (!output) throw new Error("the sampler could not be bundled");
  return await output.text();
}

export async function installSampler(page: Page): Promise<void> {
  bundle ??= bundleSampler();
  await page.evaluate(await bundle);
}
