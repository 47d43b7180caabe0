/** Several monitors in a real browser: each alone, all as one picture, the pointer on each, and plugging in mid-session. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { addMonitor, removeMonitor, setMonitors, type VirtualMonitor } from "../fakes/screen-modes.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { type ButtonTarget, openButtonTarget } from "./input-target.ts";
import { waitUntilExact } from "./remote-screen.ts";
import { type Installation, install, pagePointOf, waitForPicture } from "./support-session.ts";

setDefaultTimeout(120_000);

/** Two stand above each other on the right, and below the lower one there is nothing. */
const LEFT: VirtualMonitor = { name: "DP-1", x: 0, y: 0, width: 600, height: 800 };
const UPPER: VirtualMonitor = { name: "HDMI-1", x: 600, y: 0, width: 680, height: 300 };
const LOWER: VirtualMonitor = { name: "HDMI-2", x: 600, y: 300, width: 500, height: 400 };
const ALL = { x: 0, y: 0, width: 1280, height: 800 };

const POINTS = 100;

let installation: Installation;
let page: Page;
let painted: ButtonTarget[];

beforeAll(async () => {
  installation = await install();
  // What differs from place to place, so that a picture of the wrong part is not equal by chance.
  painted = await Promise.all(
    Array.from({ length: 12 }, (_, step) =>
      openButtonTarget(installation.screen.display, { x: 40 + step * 100, y: 30 + step * 55, width: 60, height: 40 }),
    ),
  );
  await setMonitors(installation.screen, [LEFT, UPPER, LOWER]);
  ({ page } = await openViewerOf(LEFT));
});
afterAll(async () => {
  for (const window of painted ?? []) window.close();
  await installation?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

async function openViewerOf(monitor: VirtualMonitor): Promise<{ page: Page }> {
  return await installation.openViewer({ width: monitor.width, height: monitor.height });
}

async function openMonitorMenu(): Promise<void> {
  await page.getByRole("button", { name: /^monitor/i }).click();
}

async function chooseMonitor(name: RegExp): Promise<void> {
  await openMonitorMenu();
  await page.getByRole("menuitemradio", { name }).click();
}

/** Points all over the area, the corners among them. */
function pointsOn({ width, height }: { width: number; height: number }): { x: number; y: number }[] {
  const side = Math.sqrt(POINTS) - 1;
  return Array.from({ length: POINTS }, (_, at) => ({
    x: Math.round(((at % (side + 1)) / side) * (width - 1)),
    y: Math.round((Math.floor(at / (side + 1)) / side) * (height - 1)),
  }));
}

async function pointerIsExactOn(area: { x: number; y: number; width: number; height: number }): Promise<void> {
  const [target] = painted;
  if (!target) throw new Error("nothing is painted");
  // The toolbar lies over a few of the points, and takes what is pointed at there.
  const setToolbar = (visibility: string) =>
    page.getByRole("toolbar", { includeHidden: true }).evaluate((toolbar, value) => {
      toolbar.style.visibility = value;
    }, visibility);
  await setToolbar("hidden");
  const misses: string[] = [];
  for (const { x, y } of pointsOn(area)) {
    const at = await pagePointOf(page, x, y);
    await page.mouse.move(at.x, at.y);
    let pointer = { x: -1, y: -1 };
    const isThere = async (): Promise<boolean> => {
      pointer = await target.pointer();
      return Math.abs(pointer.x - area.x - x) <= 1 && Math.abs(pointer.y - area.y - y) <= 1;
    };
    await waitUntil("the pointer", isThere, 2_000).catch(() => {
      misses.push(`${x},${y} became ${pointer.x - area.x},${pointer.y - area.y}`);
    });
  }
  await setToolbar("visible");
  expect(misses).toEqual([]);
}

check("the list has every monitor with its name, from left to right, and all of them", async () => {
  await openMonitorMenu();
  const names = await page.getByRole("menuitemradio").allInnerTexts();
  expect(names.map((name) => name.replace(/\s+/g, " ").trim())).toEqual([
    "1 DP-1 (main) 600 × 800",
    "2 HDMI-1 680 × 300",
    "3 HDMI-2 500 × 400",
    "All monitors 1280 × 800",
  ]);
  await page.keyboard.press("Escape");
});

for (const [choice, area] of [
  [/HDMI-1/, UPPER],
  [/HDMI-2/, LOWER],
  [/DP-1/, LEFT],
  [/All monitors/, ALL],
] as const) {
  check(`${choice.source} is shown exactly, and the pointer goes where it points`, async () => {
    await chooseMonitor(choice);
    await waitForPicture(page, area);
    await page.getByRole("button", { name: new RegExp(`^monitor: .*${choice.source}`, "i") }).waitFor();
    await pointerIsExactOn(area);
    await page.mouse.move(1, 1);
    await waitUntilExact(page, installation.screen.display, area);
  });
}

check(
  "all stay all when one is plugged in or out, and one that was shown alone gives way to the main one",
  async () => {
    await removeMonitor(installation.screen, LOWER.name);
    await openMonitorMenu();
    await waitUntil("the list without it", async () => (await page.getByRole("menuitemradio").count()) === 3);
    await page.keyboard.press("Escape");
    await waitForPicture(page, ALL);
    await chooseMonitor(/HDMI-1/);
    await waitForPicture(page, UPPER);
    await addMonitor(installation.screen, LOWER);
    await chooseMonitor(/HDMI-2/);
    await waitForPicture(page, LOWER);
    await removeMonitor(installation.screen, LOWER.name);
    await waitForPicture(page, LEFT);
    await page.getByRole("button", { name: /^monitor: .*DP-1/i }).waitFor();
    await waitUntilExact(page, installation.screen.display, LEFT);
  },
);

check("a choice outlives a reload of the page", async () => {
  await chooseMonitor(/All monitors/);
  await waitForPicture(page, ALL);
  await page.reload();
  await waitForPicture(page, ALL);
  await page.getByRole("button", { name: /^monitor: all/i }).waitFor();
});
