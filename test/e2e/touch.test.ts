/** A technician with a phone: fingers on the glass of a real browser that says it has touch, and what arrives at the machine. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { CDPSession, Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { type ButtonTarget, openButtonTarget, openTypingTarget } from "./input-target.ts";
import { type Installation, install, pagePointOf, SCREEN, waitForPicture } from "./support-session.ts";

setDefaultTimeout(60_000);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 };
const TARGET = { x: 200, y: 200, width: 700, height: 400 };
const LEFT = 1;
const RIGHT = 3;
const WHEEL_DOWN = 5;

type Finger = { x: number; y: number };

let installation: Installation;
let page: Page;
let glass: CDPSession;
let target: ButtonTarget;

beforeAll(async () => {
  installation = await install();
  ({ page } = await installation.connect(PHONE));
  await waitForPicture(page, SCREEN);
  glass = await page.context().newCDPSession(page);
});
beforeEach(async () => {
  target = await openButtonTarget(installation.screen.display, TARGET);
});
afterEach(() => target.close());
afterAll(() => installation?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

async function fingers(type: "touchStart" | "touchMove" | "touchEnd", ...points: Finger[]): Promise<void> {
  await glass.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
}

/** Where it is on the glass, of a pixel of the machine's screen. */
const at = (x: number, y: number): Promise<Finger> => pagePointOf(page, x, y);

async function arrives(count: number): Promise<ButtonTarget["events"]> {
  await waitUntil(`${count} button events`, () => target.events.length >= count).catch((failure) => {
    throw new Error(`${failure.message}: ${JSON.stringify(target.events)}`);
  });
  return target.events;
}

async function picturesWidth(): Promise<number> {
  return await page.locator("canvas").evaluate((canvas) => canvas.getBoundingClientRect().width);
}

/** A finger is as exact as the picture is large on the glass. */
function expectNear(event: { x: number; y: number } | undefined, x: number, y: number, slack: number): void {
  expect(Math.abs((event?.x ?? Number.NaN) - x)).toBeLessThanOrEqual(slack);
  expect(Math.abs((event?.y ?? Number.NaN) - y)).toBeLessThanOrEqual(slack);
}

check("the toolbar and each of its buttons fit on a phone", async () => {
  const toolbar = page.getByRole("toolbar", { name: "Session" });
  const box = await toolbar.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
  for (const button of await toolbar.getByRole("button").all()) {
    const own = await button.boundingBox();
    expect(own?.x).toBeGreaterThanOrEqual(0);
    expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
  }
});

check("a tap clicks, a long press clicks right", async () => {
  const point = await at(400, 300);
  await fingers("touchStart", point);
  await fingers("touchEnd");
  const tap = await arrives(2);
  expect(tap.map(({ kind, button }) => `${kind} ${button}`)).toEqual([`down ${LEFT}`, `up ${LEFT}`]);
  expectNear(tap[0], 400, 300, 1);

  await fingers("touchStart", point);
  const press = await arrives(4);
  await fingers("touchEnd");
  expect(press.slice(2).map(({ kind, button }) => `${kind} ${button}`)).toEqual([`down ${RIGHT}`, `up ${RIGHT}`]);
});

check("one finger drags", async () => {
  const [from, to] = [await at(300, 250), await at(700, 500)];
  await fingers("touchStart", from);
  for (let step = 1; step <= 8; step++) {
    await fingers("touchMove", { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 });
  }
  await fingers("touchEnd");
  const events = await arrives(2);
  expect(events.map(({ kind, button }) => `${kind} ${button}`)).toEqual([`down ${LEFT}`, `up ${LEFT}`]);
  expectNear(events[0], 300, 250, 1);
  expectNear(events[1], 700, 500, 1);
});

check("two fingers scroll", async () => {
  const middle = await at(500, 580);
  const pair = (dy: number) => [
    { x: middle.x - 20, y: middle.y + dy },
    { x: middle.x + 20, y: middle.y + dy },
  ];
  await fingers("touchStart", ...pair(0));
  for (let step = 1; step <= 10; step++) await fingers("touchMove", ...pair(-11 * step));
  await fingers("touchEnd");
  const events = await arrives(4);
  expect(new Set(events.map(({ button }) => button))).toEqual(new Set([WHEEL_DOWN]));
});

check("two fingers that go apart zoom, and what is tapped then is what is seen", async () => {
  const before = await picturesWidth();
  const middle = await at(600, 400);
  const pair = (apart: number) => [
    { x: middle.x - apart, y: middle.y },
    { x: middle.x + apart, y: middle.y },
  ];
  await fingers("touchStart", ...pair(20));
  for (let step = 1; step <= 10; step++) await fingers("touchMove", ...pair(20 + step * 8));
  await fingers("touchEnd");
  expect((await picturesWidth()) / before).toBeGreaterThan(3);
  const under = await at(600, 400);
  expect(Math.abs(under.x - middle.x)).toBeLessThanOrEqual(2);
  expect(target.events).toEqual([]);

  await fingers("touchStart", under);
  await fingers("touchEnd");
  expectNear((await arrives(2))[0], 600, 400, 1);

  await fingers("touchStart", ...pair(120));
  for (let step = 1; step <= 10; step++) await fingers("touchMove", ...pair(120 - step * 11));
  await fingers("touchEnd");
  expect(await picturesWidth()).toBe(before);
});

check(
  "the key row holds a modifier for the next key of the on-screen keyboard, and has the keys that it lacks",
  async () => {
    const terminal = await openTypingTarget(installation.screen.display);
    try {
      const point = await at(200, 200);
      await fingers("touchStart", point);
      await fingers("touchEnd");
      await page.getByRole("button", { name: "On-screen keyboard" }).tap();
      const row = page.getByRole("toolbar", { name: "Keys" });
      // As on-screen keyboards do: text, and no key.
      const type = (text: string) => page.keyboard.insertText(text);
      await type("wrong");
      await row.getByRole("button", { name: "Ctrl" }).tap();
      await type("u");
      await type("right");
      await row.getByRole("button", { name: "Left" }).tap();
      await type("\n");
      await waitUntil("the line", () => terminal.text().endsWith("\n"));
      // `cat` on a terminal shows an arrow as the sequence that it sends.
      expect(terminal.text()).toBe("right\u001b[D\n");
      await page.getByRole("button", { name: "On-screen keyboard" }).tap();
      await row.waitFor({ state: "hidden" });
    } finally {
      await terminal.stop();
    }
  },
);
