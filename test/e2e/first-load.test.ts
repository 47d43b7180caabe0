/** What the dashboard makes a browser load before anything else is opened: the budget of its scripts, and none of the viewer. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Response } from "playwright-core";
import { type Dashboard, fillFirstAccount, openDashboard } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";

setDefaultTimeout(120_000);

/** As they travel, compressed. Past it a page on a slow phone is felt to wait. */
const MAX_SCRIPT_BYTES = 150 * 1024;

let dashboard: Dashboard;
let url: string;
beforeAll(async () => {
  dashboard = await openDashboard();
  url = dashboard.server().url;
  // By the same host as below: cookies go by it.
  await dashboard.page.goto(`${url}/setup${new URL(await dashboard.server().setupLink()).hash}`);
  await fillFirstAccount(dashboard.page);
  await dashboard.page.getByRole("heading", { name: "Add a machine" }).waitFor();
});
afterAll(() => dashboard?.stop());

test("the machines page stays within its budget of scripts, and brings nothing of the viewer", () =>
  withEvidence("first load", dashboard.witnesses, async () => {
    const context = await dashboard.browser.newContext({ storageState: await dashboard.page.context().storageState() });
    try {
      const page = await context.newPage();
      const answers: Response[] = [];
      page.on("response", (answer) => void answers.push(answer));
      await page.goto(`${url}/machines`, { waitUntil: "networkidle" });
      await page.getByRole("heading", { level: 1, name: "Machines" }).waitFor();
      const scripts = answers.filter((answer) => answer.request().resourceType() === "script");
      const sizes = await Promise.all(
        scripts.map(async (answer) => ({
          name: new URL(answer.url()).pathname,
          encoding: (await answer.allHeaders())["content-encoding"],
          bytes: (await answer.request().sizes()).responseBodySize,
        })),
      );
      const large = sizes.filter(({ bytes }) => bytes > 2_048);
      expect(large.filter(({ encoding }) => !encoding)).toEqual([]);
      expect(sizes.filter(({ name }) => /viewer-page|framebuffer|xterm|zstd|mediabunny/i.test(name))).toEqual([]);
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(total).toBeGreaterThan(10_000);
      expect(total, JSON.stringify(sizes, null, 1)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
    } finally {
      await context.close();
    }
  }));
