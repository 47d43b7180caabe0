/** What a failed end-to-end test leaves behind to be understood by: logs of all processes, a screenshot of each page. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import type { ProcessLog } from "../fakes/process-log.ts";

/** Not committed: it lies in the build's output. */
const EVIDENCE_DIRECTORY = fileURLToPath(new URL("../../dist/e2e/", import.meta.url));

export type Witnesses = { pages: () => readonly Page[]; logs: () => readonly ProcessLog[] };

/** Runs a test's body; when it fails, prints the logs and saves the screenshots, then lets the failure go on. */
export async function withEvidence(name: string, witnesses: Witnesses, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (failure) {
    console.error(`"${name}" failed: ${failure instanceof Error ? failure.message : failure}`);
    for (const log of witnesses.logs()) console.error(log.tail());
    for (const [index, page] of witnesses.pages().entries()) {
      const path = await screenshot(page, `failed-${name.replace(/\W+/g, "-")}-${index}`);
      console.error(`screenshot of ${page.url()}: ${path}`);
    }
    throw failure;
  }
}

/** @returns the path of the picture; or why there is none (a page that crashed cannot be photographed) */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(EVIDENCE_DIRECTORY, { recursive: true });
  const path = join(EVIDENCE_DIRECTORY, `${name}.png`);
  try {
    await page.screenshot({ path });
    return path;
  } catch (failure) {
    return `none (${failure instanceof Error ? failure.message.split("\n")[0] : failure})`;
  }
}
