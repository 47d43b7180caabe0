/**
 * Every character that real keyboards make, typed on one X server's keyboard into a real browser there, arrives on a
 * machine whose keyboard is another: what the layouts give is asked of X itself, nothing of it is written here.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { startBrowser } from "../fakes/browser-process.ts";
import { type LayoutName, type LayoutStroke, setLayout } from "../fakes/keyboard-layouts.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { openTypedText } from "../fakes/x-input-window.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";
import { withEvidence } from "./evidence.ts";
import { heldKeycodes } from "./input-target.ts";
import { type Installation, install, pagePointOf, SCREEN, waitForPicture } from "./support-session.ts";
import { readLayout, sitDownAt } from "./technician-keyboard.ts";

setDefaultTimeout(120_000);

const TECHNICIANS: readonly LayoutName[] = [
  { layout: "us" },
  { layout: "us", variant: "intl" },
  { layout: "de" },
  { layout: "fr" },
  { layout: "es" },
  { layout: "pl" },
  { layout: "jp" },
  { layout: "jp", variant: "kana" },
];
const MACHINES = ["us", "de", "fr"] as const;

/** So few that none waits for two seconds, after which input is dropped as stale. */
const STROKES_PER_LINE = 40;
/** A little less than what the relay allows for keys, whose excess closes the socket. */
const KEYS = { perSecond: 450, burst: 2_500 };

let technician: XServer;
let installation: Installation;
const layouts = new Map<LayoutName, LayoutStroke[]>();

beforeAll(async () => {
  technician = await startXServer(SCREEN);
  const browser = await startBrowser(technician.display);
  const page = await browser.newPage({ viewport: null });
  for (const name of TECHNICIANS) layouts.set(name, await readLayout(technician.display, name, page));
  await browser.close();
  installation = await install({ technicianDisplay: technician.display });
});
afterAll(async () => {
  await installation?.stop();
  await technician?.stop();
});

test("the layouts are whole", () => {
  const counts = [...layouts].map(([{ layout, variant }, strokes]) => [
    variant ? `${layout} ${variant}` : layout,
    strokes.filter(({ dead }) => !dead).length >= 68,
    strokes.some(({ dead }) => dead),
  ]);
  expect(counts).toEqual([
    ["us", true, false],
    ["us intl", true, true],
    ["de", true, true],
    ["fr", true, true],
    ["es", true, true],
    ["pl", true, true],
    ["jp", true, false],
    ["jp kana", true, false],
  ]);
});

for (const machine of MACHINES) {
  test(`every character of every layout arrives on a machine set to ${machine}`, () =>
    withEvidence(`keyboard ${machine}`, installation.witnesses, () => typeEverythingOn(machine)));
}

async function typeEverythingOn(machine: string): Promise<void> {
  await setLayout(installation.screen.display, { layout: machine });
  const { page } = await installation.openViewer();
  const pace = createPace(page);
  await page.reload();
  await page.bringToFront();
  await waitForPicture(page);
  const wrong: string[] = [];
  for (const [name, strokes] of layouts) {
    const terminal = await openTypedText(installation.screen.display);
    const keyboard = await sitDownAt(technician.display, name, page, await pagePointOf(page, 60, 60));
    const lines = inLines(strokes);
    for (const [at, line] of lines.entries()) {
      for (const stroke of line) keyboard.type(stroke);
      keyboard.enter();
      const [arrived = ""] = (await terminal.lines(at + 1)).slice(-1);
      wrong.push(
        ...differences(line, arrived).map((difference) => `${name.layout} ${name.variant ?? ""} ${difference}`),
      );
      await pace();
    }
    await terminal.stop();
    keyboard.close();
  }
  expect(wrong).toEqual([]);
  expect(await heldKeycodes(installation.screen.display)).toEqual([]);
  await page.close();
}

function inLines(strokes: readonly LayoutStroke[]): LayoutStroke[][] {
  return Array.from({ length: Math.ceil(strokes.length / STROKES_PER_LINE) }, (_, at) =>
    strokes.slice(at * STROKES_PER_LINE, (at + 1) * STROKES_PER_LINE),
  );
}

function differences(strokes: readonly LayoutStroke[], arrived: string): string[] {
  const wanted = strokes.map(({ text }) => text).join("");
  return wanted === arrived ? [] : [`wanted ${JSON.stringify(wanted)}, came ${JSON.stringify(arrived)}`];
}

/** @returns what waits until the relay would take another line of keys from this page */
function createPace(page: Page): () => Promise<void> {
  let sent = 0;
  let since = performance.now();
  page.on("websocket", (socket) => {
    sent = 0;
    since = performance.now();
    socket.on("framesent", () => sent++);
  });
  return async () => {
    const allowed = () => KEYS.burst + ((performance.now() - since) / 1_000) * KEYS.perSecond;
    await waitUntil("the pace of a fast typist", () => sent < allowed());
  };
}
